/** Spans count code points; strings of the browser count UTF-16 units. */

/** Characters `start..end` of `text`, counted in code points. */
export class CodePoints {
  readonly #at: Uint32Array | null;

  constructor(readonly text: string) {
    // Nothing to translate where every character is one unit.
    if (!/[\ud800-\udbff]/.test(text)) {
      this.#at = null;
      return;
    }
    const at: number[] = [];
    for (let unit = 0; unit < text.length;) {
      at.push(unit);
      unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
    }
    at.push(text.length);
    this.#at = Uint32Array.from(at);
  }

  /** The UTF-16 unit of a code point. */
  unit(point: number): number {
    if (!this.#at) return Math.min(point, this.text.length);
    return this.#at[Math.min(point, this.#at.length - 1)] ?? this.text.length;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

/** A stretch of text with the marks that lie over it, the outermost (longest) first. */
export interface Segment<M> {
  start: number;
  end: number;
  text: string;
  over: M[];
}

/** Cuts `start..end` of a text where marks begin and end. */
export function segments<M extends { start: number; end: number }>(
  points: CodePoints,
  start: number,
  end: number,
  marks: readonly M[],
): Segment<M>[] {
  const inside = marks.filter((m) => m.start < end && m.end > start && m.start < m.end);
  const cuts = new Set([start, end]);
  for (const m of inside) {
    cuts.add(Math.max(m.start, start));
    cuts.add(Math.min(m.end, end));
  }
  const at = [...cuts].sort((a, b) => a - b);
  const found: Segment<M>[] = [];
  for (let i = 0; i + 1 < at.length; i++) {
    const [from, to] = [at[i] ?? 0, at[i + 1] ?? 0];
    const over = inside.filter((m) => m.start <= from && m.end >= to);
    over.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
    found.push({ start: from, end: to, text: points.slice(from, to), over });
  }
  return found;
}
