/**
 * Where the parties of the network go. The same network has the same drawing: d3-force begins from the same places
 * and draws lots from the same row of numbers each time, and the parties come in the order of their keys.
 */

import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation } from 'd3-force';
import type { NetworkEdge, NetworkNode } from '../../api';

/** A party with the room that it and its name take, around its middle. */
export interface Spot extends NetworkNode {
  x: number;
  y: number;
  vx?: number;
  vy?: number;
  index?: number;
  /** Radius of its disc. */
  r: number;
  /** Its name as it is drawn. */
  label: string;
  wide: number;
  tall: number;
}

export interface Drawing {
  width: number;
  height: number;
  spots: Map<string, Spot>;
}

/** Height of a name below its disc, in pixels. */
const LINE = 15;
const LETTER = 6.4;
const LONGEST = 22;
const TICKS = 320;
/** So much of the paper is for names and discs; the rest is for lines. */
const FULL = 0.4;

/** Where the middle of its disc is, above the name. */
export const discY = (spot: Spot) => spot.y - LINE / 2;

export const radius = (claims: number, most: number) => 5 + 13 * Math.sqrt(claims / Math.max(1, most));

export function shortened(name: string): string {
  const letters = [...name];
  return letters.length <= LONGEST
    ? name
    : `${letters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}

function spotsOf(nodes: readonly NetworkNode[]): Spot[] {
  const most = Math.max(1, ...nodes.map((node) => node.claims));
  return [...nodes]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((node) => {
      const r = radius(node.claims, most);
      const label = shortened(node.name);
      const wide = Math.max(2 * r, [...label].length * LETTER) + 10;
      return { ...node, x: 0, y: 0, r, label, wide, tall: 2 * r + LINE + 6 };
    });
}

/** How high a drawing of these parties has to be, `width` wide, so that their names do not cover each other. */
export function heightFor(nodes: readonly NetworkNode[], width: number): number {
  const area = spotsOf(nodes).reduce((sum, spot) => sum + spot.wide * spot.tall, 0);
  return Math.round(
    Math.min(4000, Math.max(360, Math.min(900, width * 0.6), area / FULL / Math.max(1, width))),
  );
}

/** Lays the parties out a few steps at a time; the last value is the drawing. */
export function* layout(
  nodes: readonly NetworkNode[],
  edges: readonly NetworkEdge[],
  width: number,
  height: number,
): Generator<undefined, Drawing> {
  const spots = spotsOf(nodes);
  const byKey = new Map(spots.map((spot) => [spot.key, spot]));
  // Both directions of a pair pull once.
  const pairs = new Map<string, { source: Spot; target: Spot; claims: number }>();
  for (const edge of edges) {
    const [source, target] = [byKey.get(edge.from), byKey.get(edge.to)];
    if (!source || !target) continue;
    const key = [edge.from, edge.to].sort().join('\n');
    const pair = pairs.get(key);
    if (pair) pair.claims += edge.claims;
    else pairs.set(key, { source, target, claims: edge.claims });
  }
  const apart = Math.sqrt((width * height) / Math.max(1, spots.length));
  const simulation: Simulation<Spot, undefined> = forceSimulation(spots)
    .force(
      'pull',
      forceLink<Spot, { source: Spot; target: Spot; claims: number }>([...pairs.values()]).distance(
        apart * 0.8,
      ),
    )
    .force(
      'push',
      forceManyBody<Spot>()
        .strength(-apart * 4)
        .distanceMax(apart * 5),
    )
    .force('x', forceX<Spot>(0).strength(0.06 * Math.min(1, height / width)))
    .force('y', forceY<Spot>(0).strength(0.06 * Math.min(1, width / height)))
    .alphaDecay(1 - 0.001 ** (1 / TICKS))
    .stop();
  for (let i = 0; i < TICKS; i++) {
    simulation.tick();
    for (let pass = 0; pass < 2; pass++) separate(spots);
    keepIn(spots, width, height);
    yield undefined;
  }
  // The forces are done; names that still touch are moved apart.
  for (let i = 0; i < 200 && separate(spots); i++) {
    keepIn(spots, width, height);
    if (i % 10 === 0) yield undefined;
  }
  spread(spots, width, height);
  return { width, height, spots: byKey };
}

/** Draws the parties apart until they fill the paper; nothing comes nearer to anything. */
function spread(spots: Spot[], width: number, height: number) {
  const along = (at: (spot: Spot) => number, size: (spot: Spot) => number, whole: number) => {
    const low = Math.min(...spots.map(at));
    const far = Math.max(1, Math.max(...spots.map(at)) - low);
    // The widest name may stand at either end.
    const room = whole - Math.max(...spots.map(size));
    if (room <= far) return (value: number) => value + whole / 2;
    const by = room / far;
    return (value: number) => whole / 2 + (value - low - far / 2) * by;
  };
  if (spots.length === 0) return;
  const [x, y] = [
    along(
      (s) => s.x,
      (s) => s.wide,
      width,
    ),
    along(
      (s) => s.y,
      (s) => s.tall,
      height,
    ),
  ];
  for (const spot of spots) [spot.x, spot.y] = [x(spot.x), y(spot.y)];
}

function keepIn(spots: Spot[], width: number, height: number) {
  for (const spot of spots) {
    const [x, y] = [(width - spot.wide) / 2, (height - spot.tall) / 2];
    spot.x = Math.max(-x, Math.min(x, spot.x));
    spot.y = Math.max(-y, Math.min(y, spot.y));
  }
}

/** Moves what overlaps apart, each by half, the shorter way. Says whether there was any. */
function separate(spots: Spot[]): boolean {
  let moved = false;
  for (let i = 0; i < spots.length; i++) {
    for (let j = i + 1; j < spots.length; j++) {
      const [a, b] = [spots[i] as Spot, spots[j] as Spot];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const [ox, oy] = [(a.wide + b.wide) / 2 - Math.abs(dx), (a.tall + b.tall) / 2 - Math.abs(dy)];
      if (ox <= 0.01 || oy <= 0.01) continue;
      moved = true;
      if (ox < oy) {
        const by = (dx < 0 ? -ox : ox) / 2;
        a.x -= by;
        b.x += by;
      } else {
        const by = (dy < 0 ? -oy : oy) / 2;
        a.y -= by;
        b.y += by;
      }
    }
  }
  return moved;
}

/** Runs `work` in pieces of a few milliseconds, so that the page answers meanwhile. */
export async function inPieces<T>(
  work: Generator<undefined, T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (;;) {
    const until = performance.now() + 8;
    while (performance.now() < until) {
      const step = work.next();
      if (step.done) return step.value;
    }
    await new Promise((go) => setTimeout(go));
    if (signal.aborted) return undefined;
  }
}
