/** Rows of `/api/v1`, with the keys that the command's JSON has. */

export type Certainty = 'certain' | 'probable' | 'possible' | 'uncommitted';
export type Polarity = '+' | '-';
export type When = 'past' | 'present' | 'future' | 'timeless';
export type Status = 'rumoured' | 'announced' | 'confirmed' | 'happened' | 'denied' | 'postponed' | 'lapsed';
export type Contradiction = 'denial' | 'correction' | 'different_scope' | 'superseded';
export type StepKind = Status | 'cancelled' | 'disputed' | 'corrected' | 'narrowed';
/** `YYYY-MM-DD`. */
export type Day = string;

/** A page of a listing. */
export interface Page<T> {
  items: T[];
  next: string | null;
  /** Said where the filter names somebody whom the ledger does not know. */
  unknown?: string;
}

export interface Ledger {
  version: string;
  reports: number;
  claims: number;
  threads: number;
  first: Day | null;
  last: Day | null;
  languages: { code: string; reports: number }[];
  outlets: number;
  types: string[];
  /** Changes with the ledger. */
  change: string;
}

export interface ClaimRow {
  id: number;
  report: number;
  event: string;
  type: string;
  mode: string | null;
  actors: string[];
  recipients: string[];
  places: string[];
  certainty: Certainty;
  polarity: Polarity;
  when: When;
  from: Day | null;
  /** The day after the last one. */
  to: Day | null;
  /** Null is the author. */
  holder: string | null;
  holder_kind: string | null;
  stance: string | null;
  published: Day | null;
  outlet: string | null;
  language: string | null;
  trigger: string;
  sentence: string;
  confidence: number;
  origin: number | null;
  thread: number | null;
  url: string | null;
}

/** Characters of a report, counted in code points (see `text/points.ts`). */
export interface Words {
  start: number;
  end: number;
  text: string;
}

export interface Evidence extends ClaimRow {
  title: string | null;
  source_words: Words | null;
  cue_words: Words | null;
  content_words: Words[];
  trigger_words: Words;
  /** Probability that it is about the event of the claims before it in its thread; null for the first ones. */
  link_confidence: number | null;
}

/** Why a claim is in its thread. */
export interface Reason {
  aspect: string;
  points: number;
  evidence: string;
}

export interface ClaimDetail extends Evidence {
  why: Reason[] | null;
}

export interface ThreadRow {
  id: number;
  type: string;
  about: string;
  /** Null where it was only wanted or conditional. */
  status: Status | null;
  /** The day after the last one on which it is still to happen. */
  deadline: Day | null;
  first: Day | null;
  last: Day | null;
  origins: number;
  reports: number;
  claims: number;
}

export interface StepRow {
  day: Day | null;
  kind: StepKind;
  contradiction: Contradiction | null;
  status: Status | null;
  from: Day | null;
  to: Day | null;
  claims: number[];
  origins: number;
  reports: number;
}

/** A thread with its claims on each of the 14 days that end with the ledger's last one, oldest first. */
export interface ThreadWithDays extends ThreadRow {
  days: number[];
}

export interface Changed extends ThreadWithDays {
  step: StepRow | null;
  new: boolean;
}

export interface Today extends Page<Changed> {
  since: Day | null;
  day: Day | null;
}

export type DayCount = [day: Day, n: number];

export interface Place {
  key: string;
  name: string;
  country: string | null;
  lat: number | null;
  lon: number | null;
  claims: number;
}

export interface OriginRow {
  id: number;
  wire: string | null;
  title: string | null;
  first: Day | null;
  outlets: number;
  reports: number;
  claims: number;
}

export interface ReportRow {
  id: number;
  version: number;
  current: boolean;
  language: string | null;
  published: string | null;
  title: string | null;
  url: string | null;
  outlet: string | null;
  words: number;
  origin: number | null;
  story: number | null;
  key: string;
}

export interface OriginReport extends ReportRow {
  reason: string;
  wire: string | null;
}

export interface FoundReport extends ReportRow {
  score: number;
}

export interface ThreadDetail {
  thread: ThreadRow;
  days: DayCount[];
  steps: StepRow[];
  origins: { origin: OriginRow; reports: OriginReport[]; claims: number[] }[];
  places: Place[];
}

export interface RecordRow {
  certainty: Certainty;
  resolved: number;
  came_true: number;
  denied: number;
  lapsed: number;
  open: number;
  share: number | null;
  interval: [low: number, high: number] | null;
}

export interface SourceRow {
  id: number;
  key: string;
  name: string;
  /** `outlet` for outlets. */
  kind: string;
  affiliation: string | null;
  claims: number;
  record: RecordRow[];
}

export interface StoryRow {
  id: number;
  title: string | null;
  reports: number;
  origins: number;
  languages: number;
  first: Day | null;
  last: Day | null;
}

export interface ReportDetail {
  report: ReportRow;
  versions: ReportRow[];
  reading: Reading;
  claims: ClaimRow[];
  origin: OriginRow | null;
  story: StoryRow | null;
}

export interface Found {
  reports: FoundReport[];
  claims: ClaimRow[];
}

export interface NetworkNode {
  key: string;
  name: string;
  country: string | null;
  claims: number;
}

export interface NetworkEdge {
  /** Key of the actor. */
  from: string;
  /** Key of the recipient. */
  to: string;
  claims: number;
  types: Record<string, number>;
  certainties: Partial<Record<Certainty, number>>;
  denied: number;
  first: Day | null;
  last: Day | null;
}

export interface Network {
  nodes: NetworkNode[];
  edges: NetworkEdge[];
  /** Claims looked at. */
  counted: number;
  /** False where there were more. */
  all: boolean;
  unknown?: string;
}

export interface MapPlace extends Place {
  certainties: Partial<Record<Certainty, number>>;
  first: Day | null;
  last: Day | null;
  days: DayCount[];
}

export interface Places {
  places: MapPlace[];
  counted: number;
  all: boolean;
  unknown?: string;
}

export interface Name {
  key: string;
  name: string;
  kind: string;
  country: string | null;
  claims: number;
}

export type Asked = Record<string, string | string[] | number>;

export interface Alert {
  name: string;
  /** Null where the server does not understand it any more. */
  filter: Asked | null;
}

/** What `/changes` tells. */
export interface Change {
  change: string;
  reports: number;
  claims: number;
}

// The contract `segun/1`: one object a report, offsets in code points.

export interface Reading {
  schema: string;
  id: string;
  language: string | null;
  published: string | null;
  title: string | null;
  url: string | null;
  publisher: string | null;
  authors: string[];
  text: string;
  entities: Entity[];
  times: Time[];
  attributions: Attribution[];
  events: EventItem[];
  threads: ReadingThread[];
}

export interface Explained {
  explain?: { aspect: string; by: string; score?: number }[];
}

export interface Entity extends Explained {
  id: string;
  type: 'PER' | 'ORG' | 'LOC' | 'MISC';
  name: string;
  ids: { iso3?: string; geonames?: string; wikidata?: string; actor?: string };
  country: string | null;
  sector: string | null;
  role: string | null;
  /** Title of the office held when the report was published, by the list of actors. */
  office?: string | null;
  lat: number | null;
  lon: number | null;
  mentions: (Words & { kind: 'name' | 'nominal' | 'pronoun' })[];
}

export interface Time extends Explained, Words {
  id: string;
  type: 'DATE' | 'TIME' | 'DURATION' | 'SET';
  value: string | null;
  mod: string | null;
  from: string | null;
  to: string | null;
}

export interface Attribution extends Explained {
  id: string;
  source: Words | null;
  source_kind: string;
  source_entity: string | null;
  affiliation: string | null;
  cue: Words | null;
  content: Words[];
  mode: 'direct' | 'indirect' | 'mixed';
  stance: string;
  within: string | null;
  said_at: string | null;
  confidence: number;
}

export interface EventItem extends Explained {
  id: string;
  trigger: Words;
  type: string | null;
  mode: string | null;
  cameo: string | null;
  actor: string[];
  recipient: string[];
  place: string[];
  time: string | null;
  from: string | null;
  to: string | null;
  certainty: Certainty;
  polarity: Polarity;
  when: When;
  source: string | null;
  same_as: string;
  confidence: number;
}

export interface ReadingThread {
  id: string;
  about: string;
  status: Status | null;
  events: string[];
  deadline: string | null;
  sources: string[];
}
