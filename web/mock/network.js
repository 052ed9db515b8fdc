// Who acts towards whom in the mock: seventy invented parties, so that a drawing is as full as it may become.

import { addDays, chance, DAY, TYPES } from './ledger.js';

const FIRST = 'North,South,Upper,Lower,New,Old,Free,Grand,Port,Lake'.split(',');
const SECOND = 'Harbour Union,Assembly,River Authority,Coast,Ministry of Grain,Fishers,Council'.split(',');
const CERTAINTIES = ['certain', 'probable', 'possible', 'uncommitted'];

const parties = SECOND.flatMap((second, i) =>
  FIRST.map((first, j) => ({ key: `mock:${i}${j}`, name: `${first} ${second}`, country: null })),
);
const claims = Array.from({ length: 420 }, () => {
  // Few parties act often, most seldom.
  const [from, to] = [Math.floor(chance(70) ** 4 / 70 ** 3), chance(70)];
  return {
    from: parties[from].key,
    to: parties[to].key,
    type: TYPES[chance(16)],
    certainty: CERTAINTIES[Math.floor(chance(16) ** 2 / 64)],
    polarity: chance(7) === 0 ? '-' : '+',
    day: addDays(DAY, -chance(60)),
  };
}).filter((claim) => claim.from !== claim.to);

/** The answer to `/network`; without days the ledger has more claims than are counted. */
export function network(query) {
  const is = (name, value) => !query.get(name) || query.get(name) === value;
  const fit = claims.filter(
    (c) =>
      is('type', c.type) &&
      is('certainty', c.certainty) &&
      is('polarity', c.polarity) &&
      (!query.get('since') || c.day >= query.get('since')) &&
      (!query.get('until') || c.day <= query.get('until')),
  );
  const edges = new Map();
  const count = new Map();
  for (const { from, to, type, certainty, polarity, day } of fit) {
    const edge = edges.get(from + to) ?? {
      from,
      to,
      claims: 0,
      types: {},
      certainties: {},
      denied: 0,
      first: day,
      last: day,
    };
    edge.claims += 1;
    edge.types[type] = (edge.types[type] ?? 0) + 1;
    edge.certainties[certainty] = (edge.certainties[certainty] ?? 0) + 1;
    if (polarity === '-') edge.denied += 1;
    if (day < edge.first) edge.first = day;
    if (day > edge.last) edge.last = day;
    edges.set(from + to, edge);
    for (const key of [from, to]) count.set(key, (count.get(key) ?? 0) + 1);
  }
  const nodes = parties
    .filter((party) => count.has(party.key))
    .map((party) => ({ ...party, claims: count.get(party.key) }))
    .sort((a, b) => b.claims - a.claims)
    .slice(0, Number(query.get('nodes') ?? 60));
  const kept = new Set(nodes.map((node) => node.key));
  return {
    nodes,
    edges: [...edges.values()]
      .filter((edge) => kept.has(edge.from) && kept.has(edge.to))
      .sort((a, b) => b.claims - a.claims),
    counted: query.get('since') ? fit.length : 20000,
    all: Boolean(query.get('since')),
  };
}
