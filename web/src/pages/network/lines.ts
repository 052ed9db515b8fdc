/** The lines between parties. */

import type { Certainty, NetworkEdge } from '../../api';
import { CERTAINTIES } from '../../format/claims';
import { discY, type Spot } from './layout';

/** The certainty that most of its claims have; of equal ones, the surer. */
export function mostly(certainties: NetworkEdge['certainties']): Certainty {
  let found: Certainty = 'uncommitted';
  let most = 0;
  for (const certainty of CERTAINTIES) {
    const n = certainties[certainty] ?? 0;
    if (n > most) [found, most] = [certainty, n];
  }
  return found;
}

export const isDenied = (edge: NetworkEdge) => edge.denied * 2 > edge.claims;

export const thickness = (claims: number, most: number) => 1 + 3.5 * Math.sqrt(claims / Math.max(1, most));

export interface Line {
  /** A curve from disc to disc. */
  path: string;
  /** Its head. */
  head: string;
  /** A cross on its middle. */
  cross: string;
}

const n = (value: number) => value.toFixed(1);

/** A line from one disc to another, bent to its right where another one comes back. */
export function line(from: Spot, to: Spot, width: number, bent: boolean): Line {
  const [ax, ay, bx, by] = [from.x, discY(from), to.x, discY(to)];
  const [dx, dy] = [bx - ax, by - ay];
  const long = Math.max(1, Math.hypot(dx, dy));
  const bend = bent ? Math.min(26, long * 0.14) : 0;
  const [cx, cy] = [(ax + bx) / 2 - (dy / long) * bend, (ay + by) / 2 + (dx / long) * bend];
  const towards = (x: number, y: number, by: number): [number, number] => {
    const far = Math.max(1, Math.hypot(cx - x, cy - y));
    return [x + ((cx - x) / far) * by, y + ((cy - y) / far) * by];
  };
  const size = 5 + width;
  const [sx, sy] = towards(ax, ay, from.r + 1);
  const [tx, ty] = towards(bx, by, to.r + 1);
  const [hx, hy] = towards(bx, by, to.r + 1 + size);
  const [ux, uy] = [(tx - hx) / size, (ty - hy) / size];
  const half = size * 0.55;
  const [mx, my] = [(sx + 2 * cx + hx) / 4, (sy + 2 * cy + hy) / 4];
  return {
    path: `M${n(sx)} ${n(sy)}Q${n(cx)} ${n(cy)} ${n(hx)} ${n(hy)}`,
    head: `M${n(tx)} ${n(ty)}L${n(hx - uy * half)} ${n(hy + ux * half)}L${n(hx + uy * half)} ${n(hy - ux * half)}Z`,
    cross: `M${n(mx - 4)} ${n(my - 4)}l8 8m0 -8l-8 8`,
  };
}
