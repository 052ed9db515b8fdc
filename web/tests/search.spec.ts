import { accessible, expect, fits, test } from './desk';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440, 2560]) {
    test(`is readable in ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/search?text=Varna');
      await expect(page.getByRole('article').first()).toBeVisible();
      await fits(page);
      await accessible(page);
      await page.screenshot({ path: `screens/search-${colorScheme}-${width}.png` });
    });
  }
}

test('searches claims and reports by the words that are typed', async ({ page }) => {
  await page.goto('/search');
  await expect(page.getByRole('region', { name: 'Claims' }).getByRole('article').first()).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Words')).toBeFocused();
  await page.keyboard.type('talks end');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/search?text=talks+end');
  const claims = page.getByRole('region', { name: 'Claims' }).getByRole('article');
  await expect(claims).toHaveCount(1);
  await expect(claims).toContainText('talks end');
  await expect(page.getByRole('region', { name: 'Reports' })).toBeVisible();
});

test('comes from any page by its key', async ({ page }) => {
  await page.goto('/try');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('/');
  await expect(page).toHaveURL('/search');
});

test('orders by best match where only words, language and days are asked', async ({ page }) => {
  await page.goto('/search?text=Varna&language=en');
  await page.getByRole('button', { name: 'Best match first' }).click();
  await expect(page).toHaveURL('/search?text=Varna&language=en&order=best');
  await expect(page.getByRole('region', { name: 'Reports' }).getByRole('article').first()).toBeVisible();
  await accessible(page);
  await page.goto('/search?text=Varna&type=PROTEST&order=best');
  await expect(page.getByRole('button', { name: 'Best match first' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Newest first' })).toHaveAttribute('aria-pressed', 'true');
});

test('asks reports only what can be asked of them', async ({ page }) => {
  await page.goto('/search?actor=Varna&language=es');
  await expect(page.getByText('These filters hold for claims alone: Acts')).toBeVisible();
  await page.goto('/search?type=PROTEST');
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Reports' })).toBeHidden();
});

test('switches between claims and reports where it is narrow', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/search?text=Varna');
  await page.getByRole('button', { name: 'Reports' }).click();
  await expect(page).toHaveURL('/search?text=Varna&show=reports');
  await expect(page.getByRole('region', { name: 'Claims' })).toBeHidden();
  await page.getByRole('region', { name: 'Reports' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/reports\/\d+$/);
});

test('says that nothing is found, in Spanish too', async ({ page }) => {
  await page.goto('/search?text=zeppelin');
  await expect(page.getByText('No claim fits.')).toBeVisible();
  await accessible(page);
  await page.screenshot({ path: 'screens/search-empty.png' });
  await page.getByLabel('Interface language').selectOption('es');
  await expect(page.getByText('Ninguna afirmación cumple los filtros.')).toBeVisible();
});

test('says what went wrong, and tries again', async ({ page, faults }) => {
  await page.route('**/api/v1/claims*', (route) => route.fulfill({ status: 500, body: '' }));
  await page.goto('/search?type=PROTEST');
  await expect(page.getByText('The desk failed to answer.')).toBeVisible();
  await page.unroute('**/api/v1/claims*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('article').first()).toBeVisible();
  expect(faults.splice(0).every((fault) => fault.includes('500'))).toBe(true);
});
