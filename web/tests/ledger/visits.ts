/** Every page of the desk: where it is in this ledger, and what it has to show by the API's own answer. */

import type { Page as Tab } from '@playwright/test';
import type {
  Changed,
  ClaimRow,
  Evidence,
  Ledger,
  MapPlace,
  Network,
  OriginReport,
  OriginRow,
  Page,
  Places,
  ReportDetail,
  ReportRow,
  SourceRow,
  StoryRow,
  ThreadDetail,
  ThreadRow,
} from '../../src/api/types';
import { expect, most, type Get } from './desk';

/** Goes to the page and checks it. */
type Visit = (page: Tab, get: Get) => Promise<void>;

const rows = (page: Tab) => page.locator('[data-row]');
const main = (page: Tab) => rows(page).locator('[data-main]');
const heading = (page: Tab) => page.getByRole('heading', { level: 1 });

/** The list begins with these addresses, in their order. */
async function begins(page: Tab, addresses: string[]) {
  expect(addresses.length).toBeGreaterThan(0);
  for (const [i, address] of addresses.slice(0, 4).entries())
    await expect(main(page).nth(i)).toHaveAttribute('href', address);
}

/** The claims of the list stand in the order of `claims`. */
async function tells(page: Tab, claims: ClaimRow[]) {
  expect(claims.length).toBeGreaterThan(0);
  for (const [i, claim] of claims.slice(0, 4).entries()) {
    await expect(rows(page).nth(i)).toContainText(claim.sentence);
    if (claim.holder) await expect(rows(page).nth(i)).toContainText(claim.holder);
  }
}

export const biggest = async (get: Get) =>
  most((await get<Page<ThreadRow>>('/threads?limit=1000')).items, (thread) => thread.claims);

async function holder(page: Tab, get: Get, kind: 'sources' | 'outlets') {
  const { items } = await get<Page<SourceRow>>(`/${kind}?limit=1000`);
  const who = most(items, (row) => row.claims);
  const name = kind === 'sources' ? 'holder' : 'outlet';
  await page.goto(`/${kind}/${who.id}`);
  await expect(heading(page)).toHaveText(who.name);
  await expect(page.getByRole('link', { name: `${who.claims} claims`, exact: true })).toBeVisible();
  const claims = await get<Page<ClaimRow>>(`/claims?${name}=${encodeURIComponent(who.key)}`);
  await tells(page, claims.items);
}

export const visits: Record<string, Visit> = {
  async today(page, get) {
    const { items } = await get<Page<Changed>>('/today');
    await page.goto('/');
    await expect(page.getByRole('article')).toHaveCount(items.length);
    for (const thread of items)
      await expect(page.locator(`[data-main][href="/threads/${thread.id}"]`)).toHaveCount(1);
  },
  async threads(page, get) {
    const { items } = await get<Page<ThreadRow>>('/threads');
    await page.goto('/threads');
    await begins(
      page,
      items.map(({ id }) => `/threads/${id}`),
    );
  },
  async thread(page, get) {
    const { id } = await biggest(get);
    const { thread, steps, origins } = await get<ThreadDetail>(`/threads/${id}`);
    const claims = await get<Page<Evidence>>(`/threads/${id}/claims`);
    await page.goto(`/threads/${id}`);
    await expect(page.locator('#history + ol > li')).toHaveCount(steps.length);
    await expect(page.locator('#claims')).toHaveText(`Claims ${thread.claims}`);
    await expect(page.locator('#origins')).toHaveText(`Origins ${origins.length}`);
    const list = page.locator('section[aria-labelledby="claims"]').getByRole('article');
    for (const [i, claim] of claims.items.slice(0, 4).entries())
      await expect(list.nth(i)).toContainText(claim.sentence);
  },
  async report(page, get) {
    const { items } = await get<Page<ReportRow>>('/reports?limit=1000');
    const { id } = most(items, (report) => report.words);
    const { report, reading } = await get<ReportDetail>(`/reports/${id}`);
    await page.goto(`/reports/${id}`);
    await expect(heading(page)).toHaveText(report.title ?? `Report ${id}`);
    await expect(page.locator('#beside')).toHaveText(`Claims ${reading.events.length}`);
    await expect(page.getByRole('article')).toHaveCount(reading.events.length);
    const first = most(reading.events, (event) => -event.trigger.start);
    await expect(page.locator(`[id="${first.id}"]`)).toHaveText(first.trigger.text);
  },
  async sources(page, get) {
    const { items } = await get<Page<SourceRow>>('/sources');
    await page.goto('/sources');
    await begins(
      page,
      items.map(({ id }) => `/sources/${id}`),
    );
  },
  source: (page, get) => holder(page, get, 'sources'),
  outlet: (page, get) => holder(page, get, 'outlets'),
  async origins(page, get) {
    const { items } = await get<Page<OriginRow>>('/origins?reports=2');
    await page.goto('/origins');
    await begins(
      page,
      items.map(({ id }) => `/origins/${id}`),
    );
  },
  async origin(page, get) {
    const { items } = await get<Page<OriginRow>>('/origins?reports=2');
    const { reports } = await get<{ reports: OriginReport[] }>(`/origins/${items[0]?.id}`);
    await page.goto(`/origins/${items[0]?.id}`);
    await begins(
      page,
      reports.map(({ id }) => `/reports/${id}`),
    );
  },
  async stories(page, get) {
    const { items } = await get<Page<StoryRow>>('/stories?reports=2');
    await page.goto('/stories');
    await begins(
      page,
      items.map(({ id }) => `/stories/${id}`),
    );
  },
  async story(page, get) {
    const { items } = await get<Page<StoryRow>>('/stories?reports=2');
    const path = `/stories/${items[0]?.id}`;
    const { threads, reports } = await get<{ threads: ThreadRow[]; reports: ReportRow[] }>(path);
    await page.goto(path);
    await begins(page, [
      ...threads.map(({ id }) => `/threads/${id}`),
      ...reports.map(({ id }) => `/reports/${id}`),
    ]);
  },
  async network(page, get) {
    const { nodes } = await get<Network>('/network?nodes=60');
    await page.goto('/network?view=graph');
    await expect(page.locator('a.party')).toHaveCount(nodes.length);
  },
  async map(page, get) {
    const { places } = await get<Places>('/map');
    const placed = (place: MapPlace) => place.lat !== null && place.lon !== null;
    await page.goto('/map');
    await expect(rows(page)).toHaveCount(places.length);
    await expect(page.locator('.map svg a')).toHaveCount(places.filter(placed).length);
    await expect(page.locator('.map .shore')).toHaveAttribute('d', /^M/);
  },
  async search(page, get) {
    const { items } = await get<Page<ClaimRow>>('/claims?text=strike');
    await page.goto('/search?text=strike');
    await tells(page, items);
  },
  async alerts(page) {
    await page.goto('/alerts');
    await expect(page.getByText('No question is kept yet.')).toBeVisible();
  },
  async try(page) {
    await page.goto('/try');
    await expect(page.getByRole('button', { name: 'Read it' })).toBeDisabled();
  },
};

/** What stands under every page. */
export async function footer(page: Tab, get: Get) {
  const { reports, claims } = await get<Ledger>('/ledger');
  await expect(page.getByText(`${reports} reports · ${claims} claims`)).toBeVisible();
}
