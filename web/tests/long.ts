/** A report as long as a book, with sources that tell of other sources. */

interface Span {
  start: number;
  end: number;
  text: string;
}

/** The API's answer for a report of about `words` words. */
export function longReport(words: number) {
  const sentences = Math.round(words / 14);
  let text = '';
  const attributions: object[] = [];
  const events: object[] = [];
  const entities: { id: string; mentions: object[] }[] = [];
  let length = 0;
  const at = (sentence: string, part: string): Span => {
    const start = length + sentence.indexOf(part);
    return { start, end: start + part.length, text: part };
  };
  for (let i = 0; i < sentences; i++) {
    const who = `Inspector ${i}`;
    const sentence = `${who} said the harbour office had denied that convoy ${i} had left early.`;
    const certainty = ['certain', 'probable', 'possible', 'uncommitted'][i % 4];
    attributions.push(
      attribution(
        `a${2 * i}`,
        at(sentence, who),
        at(sentence, 'said'),
        at(sentence, sentence.slice(sentence.indexOf('the h'), -1)),
        null,
        'assert',
      ),
      attribution(
        `a${2 * i + 1}`,
        at(sentence, 'the harbour office'),
        at(sentence, 'denied'),
        at(sentence, sentence.slice(sentence.indexOf('convoy'), -1)),
        `a${2 * i}`,
        'deny',
      ),
    );
    entities.push({ ...entity(`e${i}`, who), mentions: [{ ...at(sentence, who), kind: 'name' }] });
    events.push(event(`v${i}`, at(sentence, 'left'), certainty ?? 'certain', `a${2 * i + 1}`));
    const gap = i % 6 === 5 ? '\n\n' : ' ';
    text += sentence + gap;
    length += sentence.length + gap.length;
  }
  const row = {
    id: 900,
    version: 2,
    current: false,
    language: 'en',
    published: '2026-03-08T10:00:00',
    title: 'The whole inquiry',
    url: 'javascript:alert(1)',
    outlet: 'Harbour Courier',
    words,
    origin: null,
    story: null,
    key: 'long',
  };
  return {
    report: row,
    versions: [{ ...row, id: 899, version: 1 }, row, { ...row, id: 901, version: 3, current: true }],
    reading: {
      schema: 'segun/1',
      id: '900',
      language: 'en',
      published: row.published,
      title: row.title,
      url: row.url,
      publisher: row.outlet,
      authors: [],
      text,
      entities,
      times: [],
      attributions,
      events,
      threads: [],
    },
    claims: [],
    origin: null,
    story: null,
  };
}

function attribution(
  id: string,
  source: Span,
  cue: Span,
  content: Span,
  within: string | null,
  stance: string,
) {
  return {
    id,
    source,
    source_kind: 'named',
    source_entity: null,
    affiliation: null,
    cue,
    content: [content],
    mode: 'indirect',
    stance,
    within,
    said_at: null,
    confidence: 0.9,
  };
}

function event(id: string, trigger: Span, certainty: string, source: string) {
  return {
    id,
    trigger,
    type: 'RETREAT',
    mode: null,
    cameo: null,
    actor: [],
    recipient: [],
    place: [],
    time: null,
    from: '2026-03-07',
    to: '2026-03-08',
    certainty,
    polarity: '-',
    when: 'past',
    source,
    same_as: id,
    confidence: 0.75,
    explain: [{ aspect: 'type', by: 'model', score: 0.9 }],
  };
}

function entity(id: string, name: string) {
  return {
    id,
    type: 'PER',
    name,
    ids: {},
    country: null,
    sector: null,
    role: null,
    lat: null,
    lon: null,
    mentions: [],
  };
}
