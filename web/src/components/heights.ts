/** Heights of the rows of a list, some measured, some guessed, and where each row therefore begins. */
export class Heights {
  #known = new Map<string, number>();
  #keys: string[] = [];
  #tops: Float64Array | null = null;

  constructor(readonly estimate: () => number) {}

  /** Takes `keys` as the list's rows. */
  use(keys: readonly (string | number)[]) {
    const next = keys.map(String);
    if (next.length === this.#keys.length && next.every((key, i) => key === this.#keys[i])) return;
    this.#keys = next;
    this.#tops = null;
  }

  /** Whether that is news. */
  set(key: string, height: number): boolean {
    if (height === 0 || Math.abs((this.#known.get(key) ?? this.estimate()) - height) < 0.5) return false;
    this.#known.set(key, height);
    this.#tops = null;
    return true;
  }

  get total(): number {
    return this.top(this.#keys.length);
  }

  /** Where row `index` begins. */
  top(index: number): number {
    if (!this.#tops) {
      const tops = new Float64Array(this.#keys.length + 1);
      this.#keys.forEach(
        (key, i) => (tops[i + 1] = (tops[i] ?? 0) + (this.#known.get(key) ?? this.estimate())),
      );
      this.#tops = tops;
    }
    return this.#tops[Math.min(index, this.#tops.length - 1)] ?? 0;
  }

  /** The row that lies over `y`; the last one beyond the end. */
  at(y: number): number {
    let low = 0;
    let high = Math.max(0, this.#keys.length - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
