// Claims by place in the mock: the parties' capitals, some harbours near each other, and one that lies nowhere.

import { addDays, chance, DAY, parties } from './ledger.js';

const HARBOURS = [
  ['Varna', 'BGR', 43.2, 27.9],
  ['Burgas', 'BGR', 42.5, 27.5],
  ['Constanta', 'ROU', 44.2, 28.6],
  ['Odesa', 'UKR', 46.5, 30.7],
  ['Istanbul', 'TUR', 41.0, 29.0],
  ['Piraeus', 'GRC', 37.9, 23.6],
  ['Valparaíso', 'CHL', -33.0, -71.6],
  ['Suva', 'FJI', -18.1, 178.4],
  ['Apia', 'WSM', -13.8, -171.8],
  ['The old quay', null, null, null],
].map(([name, country, lat, lon]) => ({ key: `mock:${name}`, name, country, lat, lon }));

const places = [...parties, ...HARBOURS].map(({ kind, claims, ...place }) => ({
  ...place,
  said: Array.from({ length: 3 + chance(60) }, () => ({
    day: addDays(DAY, -Math.floor(chance(60) ** 2 / 60)),
    certainty: ['certain', 'probable', 'possible', 'uncommitted'][Math.floor(chance(16) ** 2 / 64)],
  })),
}));

const tally = (values) => {
  const found = new Map();
  for (const value of values.sort()) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found];
};

/** The answer to `/map`. */
export function map(query) {
  const found = places
    .map(({ said, ...place }) => {
      const fit = said.filter(
        (s) =>
          (!query.get('certainty') || s.certainty === query.get('certainty')) &&
          (!query.get('since') || s.day >= query.get('since')) &&
          (!query.get('until') || s.day <= query.get('until')),
      );
      const days = tally(fit.map((s) => s.day));
      return {
        ...place,
        claims: fit.length,
        certainties: Object.fromEntries(tally(fit.map((s) => s.certainty))),
        first: days[0]?.[0] ?? null,
        last: days.at(-1)?.[0] ?? null,
        days,
      };
    })
    .filter((place) => place.claims > 0)
    .sort((a, b) => b.claims - a.claims);
  return { places: found, counted: found.reduce((sum, place) => sum + place.claims, 0), all: true };
}
