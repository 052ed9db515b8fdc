import { accessible, expect, fits, test } from './desk';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440, 2560]) {
    for (const view of width === 360 ? ['table', 'graph'] : ['graph']) {
      test(`is readable as ${view} in ${colorScheme} at ${width}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`/network?view=${view}`);
        const first = view === 'graph' ? page.locator('a.party').first() : page.getByRole('row').nth(1);
        await expect(first).toBeVisible();
        await fits(page);
        await accessible(page);
        await page.screenshot({
          path: `screens/network-${view}-${colorScheme}-${width}.png`,
          fullPage: view === 'graph',
        });
      });
    }
  }
}

test('is a table first where it is narrow, and says the same as the drawing', async ({ page }) => {
  await page.goto('/network?nodes=20&since=2026-02-01');
  await expect(page.locator('a.party')).toHaveCount(20);
  const drawn = await page.locator('g.arrow').count();
  expect(drawn).toBeGreaterThan(10);
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(drawn + 1);
  await page.getByRole('button', { name: 'Drawing' }).click();
  await expect(page).toHaveURL('/network?nodes=20&since=2026-02-01&view=graph');
  await expect(page.locator('a.party')).toHaveCount(20);
});

test('draws the same each time', async ({ page }) => {
  const places = async () => {
    await page.goto('/network');
    await expect(page.locator('a.party').first()).toBeVisible();
    return page.locator('a.party > g').evaluateAll((all) => all.map((g) => g.getAttribute('transform')));
  };
  expect(await places()).toEqual(await places());
});

test('leads from a party and from a pair to their claims, filters kept', async ({ page }) => {
  await page.goto('/network?type=AID&view=table');
  const pair = page.getByRole('row').nth(1).getByRole('link');
  await expect(pair).toHaveAttribute('href', /^\/search\?actor=mock%3A\d+&recipient=mock%3A\d+&type=AID$/);
  await page.goto('/network?type=AID');
  const party = page.locator('a.party').first();
  await expect(party).toHaveAttribute('href', /^\/search\?party=mock%3A\d+&type=AID$/);
  await party.focus();
  await expect(page.locator('a.party.dim').first()).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/^.*\/search\?party=mock%3A\d+&type=AID$/);
});

test('says when only the newest claims were counted', async ({ page }) => {
  await page.goto('/network');
  await expect(page.getByText('only the newest 20,000 were counted')).toBeVisible();
  await page.getByRole('button', { name: 'Last 30 days' }).click();
  await expect(page).toHaveURL('/network?since=2026-02-08');
  await expect(page.getByText('only the newest')).toBeHidden();
  await expect(page.getByText(/^\d+ claims counted$/)).toBeVisible();
});

test('shows at first the most frequent pairs, then all', async ({ page }) => {
  await page.goto('/network?view=table');
  await expect(page.getByRole('row')).toHaveCount(101);
  await page.getByRole('button', { name: /Show all \d+ pairs/ }).click();
  expect(await page.getByRole('row').count()).toBeGreaterThan(150);
});

test('says that there is nothing, in Spanish too', async ({ page }) => {
  await page.goto('/network?since=2030-01-01');
  await expect(page.getByText('No claim with an actor and a recipient fits.')).toBeVisible();
  await accessible(page);
  await page.goto('/network?party=Atlantis');
  await expect(page.getByText('called “Atlantis”')).toBeVisible();
  await page.getByLabel('Interface language').selectOption('es');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Red');
});

test('says what went wrong, and tries again', async ({ page, faults }) => {
  await page.route('**/api/v1/network*', (route) => route.fulfill({ status: 503, body: '' }));
  await page.goto('/network');
  await expect(page.getByText('The desk failed to answer.')).toBeVisible();
  await page.unroute('**/api/v1/network*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('a.party').first()).toBeVisible();
  expect(faults.splice(0).every((fault) => fault.includes('503'))).toBe(true);
});
