/** The token that a desk beyond loopback asks for. It is kept for this tab only. */

const KEY = 'segun.token';

let asked = $state(false);
let waiting: ((given: string) => void)[] = [];

export const token = {
  /** Whether the reader has to be asked. */
  get asked() {
    return asked;
  },
  get value(): string | null {
    return sessionStorage.getItem(KEY);
  },
  give(value: string) {
    sessionStorage.setItem(KEY, value);
    asked = false;
    for (const go of waiting.splice(0)) go(value);
  },
  /** Resolves when the reader has given one that is not `refused`. */
  next(refused: string | null): Promise<string> {
    const known = this.value;
    if (known !== null && known !== refused) return Promise.resolve(known);
    asked = true;
    return new Promise((go) => waiting.push(go));
  },
};
