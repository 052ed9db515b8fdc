// What the mock answers, by path.

import * as ledger from './ledger.js';
import { map } from './map.js';
import { network } from './network.js';

export class Problem extends Error {
  constructor(status, title, detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }
}

const FILTERS = new Set(
  'actor recipient party place country type certainty polarity when holder outlet language since until status origins story text'.split(
    ' ',
  ),
);
const OTHERS = new Set('limit cursor format nodes prefix of reports'.split(' '));
const alerts = new Map([['port strikes', { type: 'PROTEST', place: ['Varna'], certainty: 'certain' }]]);

const { steps: _s, places: _p, party: _y, ...example } = ledger.threads[0];
const threadRow = (thread) => Object.fromEntries(Object.keys(example).map((key) => [key, thread[key]]));
const without = ({ all, ...row }) => row;

function page(items, query) {
  const limit = Number(query.get('limit') ?? 50);
  if (!(limit >= 1 && limit <= 1000)) throw new Problem(400, 'Bad request', '“limit” is 1 to 1000.');
  const from = Number(query.get('cursor') ?? 0);
  return {
    items: items.slice(from, from + limit),
    next: from + limit < items.length ? String(from + limit) : null,
  };
}

function one(items, id, what) {
  const found = items.find((item) => item.id === Number(id));
  if (!found) throw new Problem(404, 'Not found', `there is no ${what} ${id} in the ledger`);
  return found;
}

function unknown(query) {
  for (const name of [
    ...query.getAll('party'),
    ...query.getAll('actor'),
    ...query.getAll('place'),
    ...query.getAll('recipient'),
  ]) {
    const known = [...ledger.parties.flatMap((p) => [p.key, p.name]), 'Varna', 'Dockers'];
    if (!known.some((k) => k.toLowerCase().includes(name.toLowerCase())))
      return `nobody and no place called “${name}” is in the ledger`;
  }
  return undefined;
}

function threadsThatFit(query) {
  const is = (name, value) => !query.get(name) || query.get(name) === value;
  const names = [
    ...query.getAll('party'),
    ...query.getAll('actor'),
    ...query.getAll('recipient'),
    ...query.getAll('place'),
  ];
  return ledger.threads.filter(
    (t) =>
      is('type', t.type) &&
      is('status', t.status) &&
      (!query.get('story') || threadsOfStory(query.get('story')).some((of) => of.id === t.id)) &&
      (!query.get('origins') || t.origins >= Number(query.get('origins'))) &&
      (!query.get('until') || t.first <= query.get('until')) &&
      (!query.get('country') || t.party.some((p) => p[1] === query.get('country'))) &&
      names.every((n) => `${t.about} ${t.party.map((p) => `iso3:${p[1]} ${p[0]}`).join(' ')}`.includes(n)) &&
      (!query.get('text') || t.about.toLowerCase().includes(query.get('text').toLowerCase())),
  );
}

function claimsThatFit(query) {
  const same = ['type', 'certainty', 'polarity', 'when', 'outlet', 'language'];
  const holder = ledger.sources.find((s) => s.key === query.get('holder'))?.name ?? query.get('holder');
  return ledger.claims.filter(
    (c) =>
      (!holder || c.holder === holder) &&
      (!query.get('story') || ofStory(c, query.get('story'))) &&
      same.every((name) => !query.get(name) || query.get(name) === c[name]) &&
      (!query.get('since') || c.published >= query.get('since')) &&
      (!query.get('until') || c.published <= query.get('until')) &&
      (!query.get('text') || c.sentence.toLowerCase().includes(query.get('text').toLowerCase())),
  );
}

function reportsThatFit(query) {
  const is = (name, value) => !query.get(name) || query.get(name) === value;
  return ledger.reports.filter(
    (r) =>
      is('outlet', r.outlet) &&
      is('language', r.language) &&
      (!query.get('since') || r.published >= query.get('since')) &&
      (!query.get('until') || r.published.slice(0, 10) <= query.get('until')) &&
      `${r.title} ${ledger.readings[r.id - 1].text}`
        .toLowerCase()
        .includes((query.get('text') ?? '').toLowerCase()),
  );
}

function today(query) {
  const since = query.get('since') ?? ledger.DAY;
  const rank = ({ step }) =>
    step.contradiction || ['denied', 'cancelled', 'corrected'].includes(step.kind)
      ? 0
      : ['confirmed', 'happened'].includes(step.kind)
        ? 1
        : 2;
  const items = threadsThatFit(query)
    .map((t) => ({ ...threadRow(t), step: t.steps.at(-1), new: t.first >= since }))
    .filter((t) => t.step.day >= since)
    .sort((a, b) => rank(a) - rank(b) || b.origins - a.origins || b.id - a.id);
  return { since, day: ledger.DAY, items: items.slice(0, Number(query.get('limit') ?? 60)), next: null };
}

const ofStory = (claim, id) => ledger.reports.find((r) => r.id === claim.report)?.story === Number(id);

function threadsOfStory(id) {
  const numbers = new Set(ledger.claims.filter((c) => ofStory(c, id)).map((c) => c.thread));
  return ledger.threads.filter((t) => numbers.has(t.id)).map(threadRow);
}

function thread(id) {
  const found = one(ledger.threads, id, 'thread');
  const { days, ...row } = threadRow(found);
  const of = ledger.claims.filter((c) => c.thread === found.id);
  const origins = [...new Set(of.map((c) => c.origin))].map((n) => {
    const { all, ...origin } = ledger.origins.find((o) => o.id === n);
    return { origin, reports: all, claims: of.filter((c) => c.origin === n).map((c) => c.id) };
  });
  const counts = days.map((n, i) => [ledger.addDays(ledger.DAY, i - 13), n]).filter(([, n]) => n > 0);
  return { thread: row, days: counts, steps: found.steps, origins, places: found.places };
}

function report(id) {
  const found = one(ledger.reports, id, 'report');
  return {
    report: found,
    versions: [found],
    reading: ledger.readings[found.id - 1],
    claims: ledger.claims.filter((c) => c.report === found.id).map(ledger.claimRow),
    origin: without(ledger.origins.find((o) => o.id === found.origin)),
    story: without(ledger.stories.find((s) => s.id === found.story)),
  };
}

function names(query) {
  const prefix = (query.get('prefix') ?? '').toLowerCase();
  const of =
    { party: ledger.parties, source: ledger.sources, outlet: ledger.outlets }[query.get('of') ?? 'party'] ??
    [];
  const fits = (n) =>
    n.key.toLowerCase() === prefix ||
    n.name
      .toLowerCase()
      .split(' ')
      .some((w) => w.startsWith(prefix));
  return {
    items: of
      .filter(fits)
      .slice(0, Number(query.get('limit') ?? 8))
      .map((n) => ({
        key: n.key,
        name: n.name,
        kind: n.kind,
        country: n.country ?? n.affiliation ?? null,
        claims: n.claims,
      })),
    next: null,
  };
}

const gets = [
  [
    /^\/ledger$/,
    () => ({
      version: '0.0.0',
      reports: ledger.reports.length,
      claims: ledger.claims.length,
      threads: ledger.threads.length,
      first: '2026-01-01',
      last: ledger.DAY,
      languages: ['en', 'es', 'ar'].map((code) => ({
        code,
        reports: ledger.reports.filter((r) => r.language === code).length,
      })),
      outlets: ledger.outlets.length,
      types: ledger.TYPES,
      change: 'mock-1',
    }),
  ],
  [/^\/today$/, (q) => today(q)],
  [/^\/claims$/, (q) => page(claimsThatFit(q).map(ledger.claimRow).reverse(), q)],
  [
    /^\/claims\/(\d+)$/,
    (q, id) => ({
      ...one(ledger.claims, id, 'claim'),
      why:
        id === '1'
          ? null
          : [
              { aspect: 'type', points: 1, evidence: 'PROTEST' },
              { aspect: 'place', points: 1.2000000476837158, evidence: 'Varna' },
            ],
    }),
  ],
  [
    /^\/threads$/,
    (q) =>
      page(
        threadsThatFit(q)
          .map(threadRow)
          .sort((a, b) => b.last.localeCompare(a.last) || b.id - a.id),
        q,
      ),
  ],
  [/^\/threads\/(\d+)$/, (q, id) => thread(id)],
  [
    /^\/threads\/(\d+)\/claims$/,
    (q, id) =>
      page(
        ledger.claims.filter((c) => c.thread === Number(id)),
        q,
      ),
  ],
  [/^\/reports$/, (q) => page(reportsThatFit(q).reverse(), q)],
  [/^\/reports\/(\d+)$/, (q, id) => report(id)],
  [
    /^\/sources$/,
    (q) =>
      page(
        ledger.sources.filter((s) => !q.get('holder') || s.name.includes(q.get('holder'))),
        q,
      ),
  ],
  [/^\/sources\/(\d+)$/, (q, id) => one(ledger.sources, id, 'source')],
  [/^\/outlets$/, (q) => page(ledger.outlets, q)],
  [/^\/outlets\/(\d+)$/, (q, id) => one(ledger.outlets, id, 'outlet')],
  [
    /^\/origins$/,
    (q) => page(ledger.origins.filter((o) => o.reports >= Number(q.get('reports') ?? 2)).map(without), q),
  ],
  [
    /^\/origins\/(\d+)$/,
    (q, id) => {
      const { all, ...origin } = one(ledger.origins, id, 'origin');
      return { origin, reports: all };
    },
  ],
  [
    /^\/stories$/,
    (q) => page(ledger.stories.filter((s) => s.reports >= Number(q.get('reports') ?? 1)).map(without), q),
  ],
  [
    /^\/stories\/(\d+)$/,
    (q, id) => {
      const { all, ...story } = one(ledger.stories, id, 'story');
      return { story, threads: threadsOfStory(id), reports: all };
    },
  ],
  [
    /^\/search$/,
    (q) => ({
      reports: reportsThatFit(q).map((r, i) => ({ ...r, score: 9 - i })),
      claims: claimsThatFit(q).map(ledger.claimRow),
    }),
  ],
  [/^\/network$/, (q) => network(q)],
  [/^\/map$/, (q) => map(q)],
  [/^\/names$/, (q) => names(q)],
  [/^\/alerts$/, () => ({ items: [...alerts].map(([name, filter]) => ({ name, filter })), next: null })],
];

/** The answer to a request; undefined where there is nothing to say. */
export function answer(method, path, query, body) {
  for (const name of query.keys()) {
    if (!FILTERS.has(name) && !OTHERS.has(name))
      throw new Problem(400, 'Bad request', `there is no parameter “${name}”`);
  }
  const alert = /^\/alerts\/(.+)$/.exec(path);
  if (alert && method === 'PUT') {
    if (typeof (body?.origins ?? 0) !== 'number')
      throw new Problem(422, 'Unprocessable', '“origins” is a number.');
    alerts.set(decodeURIComponent(alert[1]), body);
    return undefined;
  }
  if (alert && method === 'DELETE') {
    if (!alerts.delete(decodeURIComponent(alert[1])))
      throw new Problem(404, 'Not found', 'there is no such alert');
    return undefined;
  }
  if (path === '/read' && method === 'POST') return { ...ledger.readings[0], text: ledger.readings[0].text };
  if (method !== 'GET') throw new Problem(405, 'Method not allowed', `${method} is not allowed here`);
  const who = unknown(query);
  if (who)
    return {
      items: [],
      nodes: [],
      edges: [],
      places: [],
      next: null,
      unknown: who,
      since: query.get('since'),
      day: ledger.DAY,
    };
  for (const [pattern, make] of gets) {
    const found = pattern.exec(path);
    if (found) return make(query, found[1]);
  }
  throw new Problem(404, 'Not found', `there is nothing at ${path}`);
}
