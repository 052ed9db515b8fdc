import { expect, test } from 'vitest';
import type { NetworkEdge, NetworkNode } from '../../api';
import { heightFor, layout, shortened, type Drawing } from './layout';
import { line, mostly } from './lines';

const nodes: NetworkNode[] = Array.from({ length: 60 }, (_, i) => ({
  key: `k${i}`,
  name: `Party of number ${i * i * 37}`,
  country: null,
  claims: 1 + ((i * 53) % 97),
}));
const edges: NetworkEdge[] = Array.from({ length: 150 }, (_, i) => ({
  from: `k${(i * i) % 60}`,
  to: `k${(i * 7 + 1) % 60}`,
  claims: 1 + (i % 9),
  types: {},
  certainties: {},
  denied: 0,
  first: null,
  last: null,
}));

function drawn(width: number, of = nodes): Drawing {
  const work = layout(of, edges, width, heightFor(of, width));
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

test.each([330, 1300, 2300])('no name covers another, %i pixels wide', (width) => {
  const { height, spots } = drawn(width);
  const all = [...spots.values()];
  for (const [i, a] of all.entries()) {
    expect(a.x - a.wide / 2).toBeGreaterThanOrEqual(-0.5);
    expect(a.x + a.wide / 2).toBeLessThanOrEqual(width + 0.5);
    expect(a.y + a.tall / 2).toBeLessThanOrEqual(height + 0.5);
    for (const b of all.slice(i + 1)) {
      const over = Math.min(
        (a.wide + b.wide) / 2 - Math.abs(a.x - b.x),
        (a.tall + b.tall) / 2 - Math.abs(a.y - b.y),
      );
      // The room around a name is wider than the name.
      expect(over, `${a.key} and ${b.key}`).toBeLessThan(4);
    }
  }
});

test('the same network has the same drawing, in whatever order it comes', () => {
  const places = (drawing: Drawing) => [...drawing.spots.values()].map(({ key, x, y }) => [key, x, y]);
  expect(places(drawn(900))).toEqual(places(drawn(900, [...nodes].reverse())));
});

test('lines end at discs, and are bent where another one comes back', () => {
  const { spots } = drawn(900, nodes.slice(0, 3));
  const spot = (key: string, x: number) => ({ ...spots.get(key)!, x, y: 100, r: 10 });
  const straight = line(spot('k1', 0), spot('k2', 200), 2, false);
  expect(straight.path).toMatch(/^M11\.0 92\.5Q/);
  expect(straight.head).toMatch(/^M189\.0 92\.5L/);
  expect(line(spot('k1', 0), spot('k2', 200), 2, true).path).not.toBe(straight.path);
});

test('of equal certainties the surer one counts', () => {
  expect(mostly({ possible: 3, certain: 3, uncommitted: 1 })).toBe('certain');
  expect(mostly({})).toBe('uncommitted');
});

test('long names are shortened by letters, not by halves of letters', () => {
  expect(shortened('🙂'.repeat(30))).toBe(`${'🙂'.repeat(21)}…`);
  expect(shortened('Varna')).toBe('Varna');
});
