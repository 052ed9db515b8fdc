/** What the tests on a real ledger share: the API beside the page, and a watch over what the page asks for. */

import { expect, test as base } from '../desk';

export { accessible, expect, fits } from '../desk';

export type Get = <T>(path: string) => Promise<T>;

export const test = base.extend<{ get: Get; strangers: string[] }>({
  baseURL: async ({}, use) => use(process.env.SEGUN_DESK),
  /** Asks the API what the page should show. */
  get: async ({ request }, use) => {
    await use(async <T>(path: string) => {
      const answer = await request.get(`/api/v1${path}`);
      expect(answer.status(), path).toBe(200);
      return (await answer.json()) as T;
    });
  },
  /** Nobody but the desk may be asked for anything. */
  strangers: [
    async ({ page, baseURL }, use) => {
      const strangers: string[] = [];
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== baseURL) strangers.push(request.url());
      });
      await use(strangers);
      expect(strangers).toEqual([]);
    },
    { auto: true },
  ],
});

/** The item of which `count` is highest. */
export function most<T>(items: readonly T[], count: (item: T) => number): T {
  const best = [...items].sort((a, b) => count(b) - count(a))[0];
  if (best === undefined) throw new Error('the ledger has none of these');
  return best;
}
