import { accessible, expect, fits, test } from './desk';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440, 2560]) {
    test(`is readable in ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/map');
      await expect(page.locator('.map svg a').first()).toBeVisible();
      await expect(page.locator('.map .shore')).toHaveAttribute('d', /^M/);
      await fits(page);
      await accessible(page);
      await page.screenshot({ path: `screens/map-${colorScheme}-${width}.png` });
    });
  }
}

test('narrows the days by keyboard, and widens them again', async ({ page }) => {
  await page.goto('/map');
  const from = page.getByRole('slider', { name: 'From' });
  await from.focus();
  await from.press('End');
  await expect(page).toHaveURL('/map?since=2026-03-09');
  await expect(from).toHaveAttribute('aria-valuetext', /Monday.* 9 March 2026, \d+/);
  await page.getByRole('button', { name: 'Earlier' }).click();
  await expect(page).toHaveURL('/map?since=2026-03-08&until=2026-03-08');
  const to = page.getByRole('slider', { name: 'To' });
  await to.focus();
  await to.press('ArrowLeft');
  // The last day does not go before the first one.
  await expect(page).toHaveURL('/map?since=2026-03-08&until=2026-03-08');
  await to.press('ArrowRight');
  await expect(page).toHaveURL('/map?since=2026-03-08');
  await accessible(page);
  await page.getByRole('button', { name: 'All days' }).click();
  await expect(page).toHaveURL('/map');
});

test('shows fewer claims where fewer days are shown', async ({ page }) => {
  const claims = async () => {
    const said = await page.getByText(/claims? counted, in/).textContent();
    return Number(/\d+/.exec(said ?? '')?.[0]);
  };
  await page.goto('/map');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  const all = await claims();
  await page.goto('/map?since=2026-03-05');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  expect(await claims()).toBeLessThan(all);
});

test('leads from a place to its claims, from the list and the map', async ({ page }) => {
  await page.goto('/map?certainty=possible');
  const row = page.getByRole('row', { name: /Varna/ }).getByRole('link');
  const address = '/search?place=mock%3AVarna&certainty=possible';
  await expect(row).toHaveAttribute('href', address);
  await row.hover();
  await expect(page.locator('.map .picked')).toHaveCount(1);
  await expect(page.locator(`.map svg a[href="${address}"]`)).toHaveCount(1);
  await expect(page.getByRole('row', { name: /The old quay/ })).toContainText('not on the map');
});

test('is a table too', async ({ page }) => {
  await page.goto('/map');
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(page).toHaveURL('/map?view=table');
  await expect(page.getByRole('columnheader', { name: 'Last' })).toBeVisible();
  await expect(page.locator('.map svg')).toHaveCount(0);
  await accessible(page);
  await page.screenshot({ path: 'screens/map-table.png' });
});

test('says that there is nothing, in Spanish too', async ({ page }) => {
  await page.goto('/map?party=Atlantis');
  await expect(page.getByText('No claim that fits has a place.')).toBeVisible();
  await expect(page.getByText('called “Atlantis”')).toBeVisible();
  await accessible(page);
  await page.getByLabel('Interface language').selectOption('es');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mapa');
});

test('says what went wrong, and tries again', async ({ page, faults }) => {
  await page.route('**/api/v1/map*', (route) => route.fulfill({ status: 500, body: '' }));
  await page.goto('/map');
  await expect(page.getByText('The desk failed to answer.')).toBeVisible();
  await page.unroute('**/api/v1/map*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  expect(faults.splice(0).every((fault) => fault.includes('500'))).toBe(true);
});
