import { expect, test } from 'vitest';
import { place, projectionOf, radius, slices } from './points';

const at = (key: string, lat: number, lon: number, size = 1) => ({ key, label: key, lat, lon, size });

test('a map around places on both sides of the date line is not cut in two', () => {
  const points = [at('Suva', -18.1, 178.4), at('Apia', -13.8, -171.8)];
  const projection = projectionOf(points, 400, 200);
  const [suva, apia] = points.map((p) => projection([p.lon, p.lat])?.[0] ?? NaN) as [number, number];
  expect(apia - suva).toBeGreaterThan(50);
  expect(apia - suva).toBeLessThan(250);
});

test('all points lie on the paper, the largest first', () => {
  const points = [at('a', 60, 10, 1), at('b', -33, -70, 9), at('c', 35, 139, 4)];
  for (const fit of [points, null]) {
    const placed = place(points, projectionOf(fit, 600, 300), { width: 600, height: 300, top: 9, most: 20 });
    expect(placed.map((p) => p.point.key)).toEqual(['b', 'c', 'a']);
    expect(placed.map((p) => p.r)).toEqual([20, (2 / 3) * 20, (1 / 3) * 20]);
  }
});

test('a disc has a slice for each certainty that it has', () => {
  expect(slices({ certain: 3, possible: 1 }, 10).map((s) => s.certainty)).toEqual(['certain', 'possible']);
  expect(slices({ uncommitted: 2 }, 10)[0]?.path).toContain('A10 10 0 1 1');
  expect(slices({}, 10)).toEqual([]);
  expect(radius(0, 10, 20)).toBe(3.5);
});

test('no disc covers a name', () => {
  const points = [at('Santiago', -33.5, -70.7, 9), at('Rosario', -33.0, -58, 1), at('Suva', -18, 178, 5)];
  const placed = place(points, projectionOf(null, 900, 450), { width: 900, height: 450, top: 9, most: 20 });
  expect(placed.map((p) => [p.point.key, p.named])).toEqual([
    ['Santiago', false],
    ['Suva', false],
    ['Rosario', true],
  ]);
});
