/** What a reading marks in its text, and which marks belong together. */

import type { Attribution, EventItem, Reading } from '../../api';
import { CodePoints, segments, type Segment } from '../../text/points';

export type Layer = 'said' | 'source' | 'cue' | 'event' | 'entity' | 'time';
export const LAYERS: readonly Layer[] = ['event', 'source', 'cue', 'said', 'entity', 'time'];

export interface Mark {
  start: number;
  end: number;
  layer: Layer;
  /** Of the attribution, event, entity or time. */
  id: string;
  /** What is written on it besides its layer. */
  class: string;
}

export interface Paragraph {
  start: number;
  end: number;
  text: string;
  marks: Mark[];
  /** Cut where marks begin and end; made when it is asked for. */
  segments: () => Segment<Mark>[];
}

const byId = new WeakMap<Reading, Map<string, Attribution>>();

/** The attributions that `id` lies within and itself, the outermost first; loops of a broken reading end. */
export function chain(reading: Reading, id: string | null): Attribution[] {
  const found: Attribution[] = [];
  const known = byId.get(reading) ?? new Map(reading.attributions.map((a) => [a.id, a]));
  byId.set(reading, known);
  for (let at = id; at !== null;) {
    const next = known.get(at);
    if (!next || found.includes(next)) break;
    found.unshift(next);
    at = next.within;
  }
  return found;
}

/** Ids of everything that an event rests on: itself, and the attributions that it stands in. */
export function belonging(reading: Reading, event: EventItem): string[] {
  return [event.id, ...chain(reading, event.source).map((a) => a.id)];
}

export function marksOf(reading: Reading): Mark[] {
  const marks: Mark[] = [];
  const add = (layer: Layer, id: string, span: { start: number; end: number } | null, extra = '') => {
    if (span && span.start < span.end)
      marks.push({ start: span.start, end: span.end, layer, id, class: extra });
  };
  for (const a of reading.attributions) {
    const depth = Math.min(3, chain(reading, a.id).length);
    add('source', a.id, a.source);
    add('cue', a.id, a.cue);
    for (const content of a.content) add('said', a.id, content, `deep${depth}`);
  }
  for (const e of reading.events)
    add('event', e.id, e.trigger, `${e.certainty}${e.polarity === '-' ? ' negative' : ''}`);
  for (const e of reading.entities) for (const mention of e.mentions) add('entity', e.id, mention);
  for (const time of reading.times) add('time', time.id, time);
  return marks;
}

/** The text in its paragraphs, each with the marks that lie over it. */
export function paragraphs(text: string, marks: readonly Mark[]): Paragraph[] {
  const points = new CodePoints(text);
  const found: Paragraph[] = [];
  const sorted = [...marks].sort((a, b) => a.start - b.start);
  // Marks that begin before a paragraph and reach into it.
  let open: Mark[] = [];
  let next = 0;
  for (const { start, end } of lines(text)) {
    const from = next;
    while (next < sorted.length && (sorted[next]?.start ?? 0) < end) next++;
    open = [...open, ...sorted.slice(from, next)].filter((mark) => mark.end > start);
    const marks = open;
    found.push({
      start,
      end,
      text: points.slice(start, end),
      marks,
      segments: () => segments(points, start, end, marks),
    });
  }
  return found;
}

/** Lines with something in them, in code points. */
function lines(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const length = [...line].length;
    if (line.trim() !== '') found.push({ start, end: start + length });
    start += length + 1;
  }
  return found;
}

/** What is said of a mark when the reader points at it: of the innermost that has something to say. */
export function titles(
  reading: Reading,
  describe: (event: EventItem) => string,
): (over: readonly Mark[]) => string | undefined {
  const known = new Map<string, string>();
  for (const entity of reading.entities) known.set(`entity ${entity.id}`, entity.name);
  for (const time of reading.times) if (time.value) known.set(`time ${time.id}`, time.value);
  for (const event of reading.events) known.set(`event ${event.id}`, describe(event));
  return (over) => {
    const told = over.findLast((mark) => known.has(`${mark.layer} ${mark.id}`));
    const event = over.findLast((mark) => mark.layer === 'event') ?? told;
    return event && known.get(`${event.layer} ${event.id}`);
  };
}
