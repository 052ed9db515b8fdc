// The mock ledger: rows as `/api/v1` has them, made of the written reports and, for long lists, of invented threads.

import { reports as written, threads as told } from './reports.js';

export const DAY = '2026-03-09';
export const TYPES =
  'AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT'.split(
    ' ',
  );
const PARTIES = [
  ['Bulgaria', 'BGR', 42.7, 23.3],
  ['Norway', 'NOR', 59.9, 10.7],
  ['Tunisia', 'TUN', 36.8, 10.2],
  ['Spain', 'ESP', 40.4, -3.7],
  ['Russia', 'RUS', 55.8, 37.6],
  ['Chile', 'CHL', -33.5, -70.7],
  ['Kenya', 'KEN', -1.3, 36.8],
  ['Japan', 'JPN', 35.7, 139.7],
  ['France', 'FRA', 48.9, 2.4],
  ['Brazil', 'BRA', -15.8, -47.9],
];
const STATUSES = ['rumoured', 'announced', 'confirmed', 'happened', 'denied', 'postponed', 'lapsed', null];
const CERTAINTIES = ['certain', 'probable', 'possible', 'uncommitted'];

// A small generator of numbers, so that every start has the same ledger.
let seed = 7;
export const chance = (n) => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor((seed / 2147483648) * n);
};
export const addDays = (day, n) => new Date(Date.parse(day) + n * 86400000).toISOString().slice(0, 10);

/** The span of `words` in `text`, in code points. */
function span(text, words) {
  const unit = text.indexOf(words);
  if (unit < 0) throw new Error(`“${words}” is not in “${text}”`);
  const start = [...text.slice(0, unit)].length;
  return { start, end: start + [...words].length, text: words };
}

export const reports = written.map((r, i) => ({
  id: i + 1,
  version: 1,
  current: true,
  language: r.language,
  published: r.published,
  title: r.title,
  url: `https://news.example/${i + 1}`,
  outlet: r.outlet,
  words: r.text.split(/\s+/).length,
  origin: r.copies ?? i + 1,
  story: r.claims[0].thread,
  key: `https://news.example/${i + 1}`,
}));

export const claims = [];
export const readings = written.map((r, i) => {
  const attributions = [];
  const events = [];
  for (const c of r.claims) {
    const n = events.length + 1;
    const content = span(r.text, c.content);
    const inside = span(c.content, c.trigger);
    const trigger = { start: content.start + inside.start, end: content.start + inside.end, text: c.trigger };
    attributions.push({
      id: `a${n}`,
      source: span(r.text, c.holder),
      source_kind: c.holder_kind,
      source_entity: null,
      affiliation: null,
      cue: span(r.text, c.cue),
      content: [content],
      mode: 'indirect',
      stance: c.stance,
      within: null,
      said_at: null,
      confidence: 0.9,
    });
    events.push({
      id: `v${n}`,
      trigger,
      type: c.type,
      mode: null,
      cameo: null,
      actor: [],
      recipient: [],
      place: [],
      time: null,
      from: null,
      to: null,
      certainty: c.certainty,
      polarity: c.polarity ?? '+',
      when: c.when,
      source: `a${n}`,
      same_as: `v${n}`,
      confidence: 0.8,
      explain: [{ aspect: 'type', by: 'model', score: 0.8 }],
    });
    const sentence = r.text.split(/(?<=[.!?])\s+/).find((s) => s.includes(c.content)) ?? r.text;
    claims.push({
      id: claims.length + 1,
      report: i + 1,
      event: `v${n}`,
      type: c.type,
      mode: null,
      actors: c.actors,
      recipients: c.recipients ?? [],
      places: c.places,
      certainty: c.certainty,
      polarity: c.polarity ?? '+',
      when: c.when,
      from: null,
      to: null,
      holder: c.holder,
      holder_kind: c.holder_kind,
      stance: c.stance,
      published: r.published.slice(0, 10),
      outlet: r.outlet,
      language: r.language,
      trigger: c.trigger,
      sentence,
      confidence: 0.8,
      origin: r.copies ?? i + 1,
      thread: c.thread,
      url: `https://news.example/${i + 1}`,
      title: r.title,
      source_words: attributions.at(-1).source,
      cue_words: attributions.at(-1).cue,
      content_words: [content],
      trigger_words: trigger,
      link_confidence: claims.length === 0 ? null : 0.8,
    });
  }
  const entities = [...new Set(r.claims.flatMap((c) => [...c.actors, ...c.places, c.holder]))]
    .filter((name) => r.text.includes(name))
    .map((name, n) => ({
      id: `e${n + 1}`,
      type: r.claims.some((c) => c.places.includes(name)) ? 'LOC' : 'ORG',
      name,
      ids: r.claims.some((c) => c.places.includes(name)) ? { geonames: '726050' } : {},
      country: null,
      sector: null,
      role: null,
      lat: null,
      lon: null,
      mentions: [{ ...span(r.text, name), kind: 'name' }],
    }));
  const times = (r.times ?? []).map(([words, value, from, to], n) => ({
    id: `t${n + 1}`,
    ...span(r.text, words),
    type: 'DATE',
    value,
    mod: null,
    from,
    to,
  }));
  return {
    schema: 'segun/1',
    id: String(i + 1),
    language: r.language,
    published: r.published,
    title: r.title,
    url: `https://news.example/${i + 1}`,
    publisher: r.outlet,
    authors: [],
    text: r.text,
    entities,
    times,
    attributions,
    events,
    threads: [],
  };
});

export const claimRow = ({
  title,
  source_words,
  cue_words,
  content_words,
  trigger_words,
  link_confidence,
  ...row
}) => row;

const days = (total) => {
  const counts = Array(14).fill(0);
  for (let i = 0; i < Math.min(total, 60); i++) counts[13 - Math.floor(chance(140) ** 2 / 1400)]++;
  return counts;
};

export const threads = told.map((t, i) => {
  const of = claims.filter((c) => c.thread === i + 1);
  const counts = Array(14).fill(0);
  for (const c of of) counts[13 - Math.round((Date.parse(DAY) - Date.parse(c.published)) / 86400000)]++;
  return {
    id: i + 1,
    type: t.type,
    about: t.about,
    status: t.status,
    deadline: t.deadline,
    first: t.steps[0].day,
    last: t.steps.at(-1).day,
    origins: new Set(of.map((c) => c.origin)).size,
    reports: new Set(of.map((c) => c.report)).size,
    claims: of.length,
    days: counts,
    steps: t.steps.map((s) => {
      const by = of.filter((c) => c.published === s.day);
      return {
        contradiction: null,
        from: null,
        to: null,
        ...s,
        claims: by.map((c) => c.id),
        origins: new Set(by.map((c) => c.origin)).size,
        reports: new Set(by.map((c) => c.report)).size,
      };
    }),
    places: t.places.map((p) => ({ ...p, claims: of.length })),
    party: [],
  };
});
for (let i = threads.length; i < 400; i++) {
  const [a, b] = [PARTIES[chance(10)], PARTIES[chance(10)]];
  const type = TYPES[chance(16)];
  const status = STATUSES[chance(8)];
  const last = addDays(DAY, -chance(40));
  const origins = 1 + chance(9);
  const n = origins + chance(30);
  const step = {
    day: last,
    kind: status ?? 'announced',
    contradiction: status === 'denied' ? ['denial', 'superseded', 'correction'][chance(3)] : null,
    status,
    from: null,
    to: null,
    claims: [],
    origins: 1 + chance(origins),
    reports: 1 + chance(5),
  };
  threads.push({
    id: i + 1,
    type,
    about: `${a[0]} – ${b[0]}: ${type.toLowerCase()} over the ${['ferry', 'grain', 'fishing', 'border', 'pipeline'][chance(5)]} question`,
    status,
    deadline: status === 'announced' ? addDays(DAY, chance(30)) : null,
    first: addDays(last, -chance(60)),
    last,
    origins,
    reports: n,
    claims: n + chance(20),
    days: days(n),
    steps: [step],
    places: [{ key: `iso3:${a[1]}`, name: a[0], country: a[1], lat: a[2], lon: a[3], claims: n }],
    party: [a, b],
  });
}

export const parties = PARTIES.map(([name, country, lat, lon]) => ({
  key: `iso3:${country}`,
  name,
  kind: 'place',
  country,
  lat,
  lon,
  claims: threads.filter((t) => t.party.some((p) => p[1] === country)).reduce((sum, t) => sum + t.claims, 0),
}));

export const origins = [...new Set(reports.map((r) => r.origin))].map((id) => {
  const of = reports.filter((r) => r.origin === id);
  return {
    id,
    wire: written[id - 1].wire ?? null,
    title: of[0].title,
    first: of[0].published.slice(0, 10),
    outlets: new Set(of.map((r) => r.outlet)).size,
    reports: of.length,
    claims: claims.filter((c) => c.origin === id).length,
    all: of.map((r) => ({
      ...r,
      reason: r.id === id ? 'first of its kind' : `shares phrases with report ${id}`,
      wire: written[r.id - 1].wire ?? null,
    })),
  };
});

const record = (n) =>
  CERTAINTIES.map((certainty, i) => {
    const [came, denied, lapsed] = [n * (4 - i), n * i, n];
    const resolved = came + denied + lapsed;
    const share = came / resolved;
    return {
      certainty,
      resolved,
      came_true: came,
      denied,
      lapsed,
      open: n * 2,
      share,
      interval: [Math.max(0, share - 0.12), Math.min(1, share + 0.12)],
    };
  });
const holders = [...new Set(claims.map((c) => c.holder))];
export const sources = holders.map((name, i) => ({
  id: i + 1,
  key: `source:${i + 1}`,
  name,
  kind: claims.find((c) => c.holder === name).holder_kind,
  affiliation: i % 2 ? null : 'BGR',
  claims: claims.filter((c) => c.holder === name).length,
  record: record(i + 1),
}));
export const outlets = [...new Set(reports.map((r) => r.outlet))].map((name, i) => ({
  id: i + 1,
  key: name,
  name,
  kind: 'outlet',
  affiliation: null,
  claims: claims.filter((c) => c.outlet === name).length,
  record: record(i + 2),
}));
export const stories = [...new Set(reports.map((r) => r.story))].map((id) => {
  const of = reports.filter((r) => r.story === id);
  return {
    id,
    title: of[0].title,
    reports: of.length,
    origins: new Set(of.map((r) => r.origin)).size,
    languages: new Set(of.map((r) => r.language)).size,
    first: of[0].published.slice(0, 10),
    last: of.at(-1).published.slice(0, 10),
    all: of,
  };
});
