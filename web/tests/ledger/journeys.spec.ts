import type {
  Changed,
  ClaimRow,
  Evidence,
  Ledger,
  Network,
  OriginRow,
  Page,
  Places,
  Reading,
  SourceRow,
  ThreadRow,
} from '../../src/api/types';
import { expect, most, test } from './desk';

const url = (address: string) => new RegExp(`${address.replace(/[?+]/g, '\\$&')}$`);

test('from what changed today to the sentence that says it, and to who says it', async ({ page, get }) => {
  const { first } = await get<Ledger>('/ledger');
  const { items } = await get<Page<Changed>>(`/today?since=${first}`);
  const { id } = most(items, (thread) => thread.claims);
  const claims = (await get<Page<Evidence>>(`/threads/${id}/claims`)).items;
  const claim = claims.find((claim) => claim.holder && claim.holder_kind !== 'anonymous');
  if (!claim?.holder) throw new Error('nobody with a name says it');

  await page.goto(`/?since=${first}`);
  await page.locator(`[data-main][href="/threads/${id}"]`).click();
  await expect(page).toHaveURL(url(`/threads/${id}`));
  const said = page.locator('section[aria-labelledby="claims"]');
  const link = said.locator(`a[href="/reports/${claim.report}#${claim.event}"]`).first();
  await expect(link).toHaveText(`Report ${claim.report}`);
  await link.click();

  const mark = page.locator(`[id="${claim.event}"]`);
  await expect(mark).toHaveText(claim.trigger);
  await expect(mark).toBeInViewport();
  await expect(mark).toHaveClass(/paired/);
  const card = page.locator(`[id="claim-${claim.event}"]`);
  await expect(card).toHaveAttribute('aria-current', 'true');
  await expect(card.getByRole('link', { name: `Thread ${id}`, exact: true })).toBeVisible();

  await page.goBack();
  await said.getByRole('link', { name: claim.holder, exact: true }).click();
  const sources = await get<Page<SourceRow>>(`/sources?holder=${encodeURIComponent(claim.holder)}`);
  const source = sources.items[0];
  await page.locator(`[data-main][href="/sources/${source?.id}"]`).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(source?.name ?? '');
  await expect(page.getByRole('article').filter({ hasText: claim.sentence }).first()).toBeVisible();
});

test('searches for a word in all its forms', async ({ page, get }) => {
  await page.goto('/search');
  const box = page.getByLabel('Words', { exact: true });
  await box.fill('strike');
  await box.press('Enter');
  await expect(page).toHaveURL(url('/search?text=strike'));
  const { items } = await get<Page<ClaimRow>>('/claims?text=strike');
  await expect(page.locator('#part-claims ~ * article')).toHaveCount(items.length);
});

test('leads from a wire to all claims that come from it', async ({ page, get }) => {
  const { items } = await get<Page<OriginRow>>('/origins?reports=2');
  const origin = most(items, ({ claims }) => claims);
  await page.goto(`/origins/${origin.id}`);
  await page.getByRole('link', { name: 'Show all its claims' }).click();
  await expect(page).toHaveURL(url(`/search?origin=${origin.id}`));
  await expect(page.getByRole('button', { name: `Remove Origin no.: ${origin.id}` })).toBeVisible();
  const claims = await get<Page<ClaimRow>>(`/claims?origin=${origin.id}`);
  await expect(page.locator('article')).toHaveCount(claims.items.length);
});

test('keeps the filter in the address, from page to page and after loading anew', async ({ page, get }) => {
  await page.goto('/threads');
  await page.getByLabel('Status', { exact: true }).selectOption('denied');
  await expect(page).toHaveURL(url('/threads?status=denied'));
  const { items } = await get<Page<ThreadRow>>('/threads?status=denied');
  await expect(page.getByRole('article')).toHaveCount(items.length);
  await page.reload();
  await expect(page.getByRole('article')).toHaveCount(items.length);
  await expect(page.getByRole('button', { name: 'Remove Status: Denied' })).toBeVisible();
  await page.getByRole('link', { name: 'Map', exact: true }).click();
  await expect(page).toHaveURL(url('/map?status=denied'));
  const { places } = await get<Places>('/map?status=denied');
  await expect(page.locator('[data-row]')).toHaveCount(places.length);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(url('/threads'));
});

test('leads from a pair of the network to its claims', async ({ page, get }) => {
  const { edges } = await get<Network>('/network?nodes=60');
  const edge = most(edges, ({ claims }) => claims);
  await page.goto('/network');
  await page.getByRole('button', { name: 'Table' }).click();
  await page.locator('[data-row] [data-main]').first().click();
  await expect(page.getByRole('article')).not.toHaveCount(0);
  const query = new URL(page.url()).searchParams;
  expect([query.get('actor'), query.get('recipient')]).toEqual([edge.from, edge.to]);
  await expect(page.locator('#part-claims ~ * article')).toHaveCount(edge.claims);
});

test('leads from a place on the map to its claims', async ({ page, get }) => {
  const { places } = await get<Places>('/map');
  const place = most(places, ({ claims }) => claims);
  await page.goto('/map');
  await page.locator('[data-row] [data-main]').first().click();
  await expect(page).toHaveURL(/\/search\?place=/);
  expect(new URL(page.url()).searchParams.get('place')).toBe(place.key);
  await expect(page.locator('#part-claims ~ * article')).toHaveCount(place.claims);
});

test('keeps a question and forgets it, which is no news', async ({ page, get }) => {
  const before = await get<Ledger>('/ledger');
  await page.goto('/alerts?status=denied');
  await page.getByLabel('Name', { exact: true }).fill('denials');
  await page.getByRole('button', { name: 'Keep' }).click();
  const row = page.getByRole('article').filter({ hasText: 'denials' });
  await expect(row).toContainText('Status: Denied');
  expect((await get<Ledger>('/ledger')).change).toBe(before.change);
  expect((await get<Page<{ name: string }>>('/alerts')).items.map(({ name }) => name)).toEqual(['denials']);
  await page.reload();
  await expect(row).toBeVisible();
  await page.getByRole('button', { name: 'Forget: denials' }).click();
  await expect(row).toBeHidden();
  await page.reload();
  await expect(page.getByText('No question is kept yet.')).toBeVisible();
  expect((await get<Ledger>('/ledger')).change).toBe(before.change);
  await expect(page.getByText('The ledger has news.')).toBeHidden();
});

test('reads a text that is pasted, and stores nothing', async ({ page, get }) => {
  const text = 'Kim podría viajar a Moscú, dijo un funcionario.';
  const before = await get<Ledger>('/ledger');
  await page.goto('/try');
  await page.getByLabel('Text or page').fill(text);
  const answer = page.waitForResponse('**/api/v1/read');
  await page.getByRole('button', { name: 'Read it' }).click();
  const reading = (await (await answer).json()) as Reading;
  expect(reading.events.map((event) => event.certainty)).toContain('possible');
  await expect(page.getByRole('heading', { name: 'What was read' })).toBeFocused();
  await expect(page.locator('.evidence article')).toHaveCount(reading.events.length);
  const event = reading.events.find(({ certainty }) => certainty === 'possible');
  await expect(page.locator(`[id="${event?.id}"]`)).toHaveText('viajar');
  await expect(page.locator(`[id="claim-${event?.id}"]`)).toContainText('un funcionario');
  expect(await get<Ledger>('/ledger')).toEqual(before);
});

test('speaks Spanish, also of what threads are about', async ({ page, get }) => {
  const { items } = await get<Page<ThreadRow>>('/threads?type=CONSULT');
  const met = items.find(({ about }) => about.startsWith('CONSULT meet: '));
  await page.goto(`/threads/${met?.id}`);
  await page.getByLabel('Interface language').selectOption('es');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Consultar · reunión: ');
});
