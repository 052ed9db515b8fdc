/** The world's land, fetched once from the desk itself: nothing is asked of anybody else. */

import type { MultiPolygon } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import coarse from 'world-atlas/land-110m.json?url';
import fine from 'world-atlas/land-50m.json?url';

export type Detail = 'coarse' | 'fine';
type Land = GeoJSON.FeatureCollection<MultiPolygon>;

const addresses: Record<Detail, string> = { coarse, fine };
let known = $state.raw<Partial<Record<Detail, Land>>>({});
const asked = new Set<Detail>();

/** The land, as soon as it is here; a map without it still shows its points. */
export function land(detail: Detail): Land | undefined {
  return known[detail] ?? known.coarse;
}

export async function fetchLand(detail: Detail): Promise<void> {
  if (asked.has(detail)) return;
  asked.add(detail);
  try {
    const answer = await fetch(addresses[detail]);
    const atlas = (await answer.json()) as Topology<{ land: GeometryCollection }>;
    known = { ...known, [detail]: feature(atlas, atlas.objects.land) as Land };
  } catch {
    asked.delete(detail);
  }
}
