/** What a map shows, and where it goes on the paper. */

import { geoEqualEarth, geoMercator, type GeoProjection } from 'd3-geo';
import type { Certainty } from '../../api';
import { counted } from '../../format/claims';

export interface MapPoint {
  key: string;
  label: string;
  lat: number;
  lon: number;
  /** What its area stands for, claims for example. */
  size: number;
  /** How many of them are how sure: the slices of its disc. */
  certainties?: Partial<Record<Certainty, number>>;
  /** Where it leads to. */
  href?: string;
}

export interface Zoom {
  k: number;
  x: number;
  y: number;
}

/** No map of some places is narrower, in degrees: a place alone is shown with its neighbours. */
const NARROWEST = 24;

/** The whole world, or what is around the points, drawn on `width` × `height`. */
export function projectionOf(
  points: readonly MapPoint[] | null,
  width: number,
  height: number,
  zoom: Zoom = { k: 1, x: 0, y: 0 },
): GeoProjection {
  const made = points?.length ? around(points, width, height) : world(width, height);
  const [x, y] = made.translate();
  made.scale(made.scale() * zoom.k).translate([x * zoom.k + zoom.x, y * zoom.k + zoom.y]);
  return made.clipExtent([
    [-2, -2],
    [width + 2, height + 2],
  ]);
}

function world(width: number, height: number): GeoProjection {
  return geoEqualEarth().fitExtent(
    [
      [4, 4],
      [width - 4, height - 4],
    ],
    { type: 'Sphere' },
  );
}

function around(points: readonly MapPoint[], width: number, height: number): GeoProjection {
  const middle = middleLongitude(points.map((point) => point.lon));
  const turned = points.map((point) => ((point.lon - middle + 540) % 360) - 180);
  const lats = points.map((point) => Math.max(-75, Math.min(75, point.lat)));
  const half = Math.max(NARROWEST / 2, Math.max(...turned.map(Math.abs)) + 4);
  if (half > 80) return world(width, height);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const pad = Math.max(3, (NARROWEST / 2 - (north - south)) / 2);
  const corners: [number, number][] = [-half, half].flatMap((lon) =>
    [south - pad, north + pad].map((lat): [number, number] => [
      ((lon + middle + 540) % 360) - 180,
      Math.max(-82, Math.min(82, lat)),
    ]),
  );
  return geoMercator()
    .rotate([-middle, 0])
    .fitExtent(
      [
        [4, 4],
        [width - 4, height - 4],
      ],
      { type: 'MultiPoint', coordinates: corners },
    );
}

/** The middle of the shortest arc that has all of them, so that the Pacific does not cut a map in two. */
function middleLongitude(longitudes: readonly number[]): number {
  const sorted = [...longitudes].sort((a, b) => a - b);
  let [from, gap] = [0, -1];
  sorted.forEach((at, i) => {
    const next = sorted[(i + 1) % sorted.length] ?? at;
    const distance = i + 1 < sorted.length ? next - at : next + 360 - at;
    if (distance > gap) [from, gap] = [i, distance];
  });
  const start = sorted[(from + 1) % sorted.length] ?? 0;
  return ((start + (360 - gap) / 2 + 540) % 360) - 180;
}

/** Radius of a disc whose area stands for `size`. */
export function radius(size: number, top: number, most: number): number {
  return Math.max(3.5, Math.sqrt(Math.max(0, size) / Math.max(1, top)) * most);
}

export interface Slice {
  certainty: Certainty;
  path: string;
}

/** The slices of a disc of radius `r` around the origin, clockwise from the top. */
export function slices(certainties: Partial<Record<Certainty, number>>, r: number): Slice[] {
  const counts = counted(certainties);
  const total = counts.reduce((sum, { n }) => sum + n, 0);
  let from = 0;
  return counts.map(({ certainty, n }) => {
    const path = slice(from, from + n / total, r);
    from += n / total;
    return { certainty, path };
  });
}

function slice(from: number, to: number, r: number): string {
  if (to - from > 0.9999) return `M0${-r}A${r} ${r} 0 1 1 0 ${r}A${r} ${r} 0 1 1 0 ${-r}Z`;
  const at = (share: number) => {
    const turn = share * 2 * Math.PI;
    return `${(Math.sin(turn) * r).toFixed(2)} ${(-Math.cos(turn) * r).toFixed(2)}`;
  };
  return `M0 0L${at(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}Z`;
}

export interface Placed {
  point: MapPoint;
  x: number;
  y: number;
  r: number;
  /** Whether its name has room beside it. */
  named: boolean;
}

/** Where the points lie, the largest first, so that small ones are drawn on top; names where they have room. */
export function place(
  points: readonly MapPoint[],
  projection: GeoProjection,
  { width, height, top, most }: { width: number; height: number; top: number; most: number },
): Placed[] {
  type Box = readonly [left: number, top: number, right: number, bottom: number];
  const apart = (a: Box, b: Box) => a[2] < b[0] || a[0] > b[2] || a[3] < b[1] || a[1] > b[3];
  const discs = [...points]
    .sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1))
    .flatMap((point) => {
      const at = projection([point.lon, point.lat]);
      if (!at || at[0] < 0 || at[1] < 0 || at[0] > width || at[1] > height) return [];
      const r = radius(point.size, top, most);
      const [x, y] = at;
      const box: Box = [x - r, y - r, x + r, y + r];
      return [{ point, x, y, r, box }];
    });
  // Names keep clear of each other and of all discs: later discs are drawn over earlier names.
  const names: Box[] = [];
  return discs.map(({ point, x, y, r, box: own }) => {
    const box: Box = [x + r + 2, y - 8, x + r + 6 + point.label.length * 7, y + 8];
    const named =
      box[2] < width &&
      names.every((name) => apart(name, box)) &&
      discs.every((disc) => disc.box === own || apart(disc.box, box));
    if (named) names.push(box);
    return { point, x, y, r, named };
  });
}
