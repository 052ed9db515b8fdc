import { accessible, expect, fits, test } from './desk';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440, 2560]) {
    test(`is readable in ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/');
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
      await fits(page);
      await accessible(page);
      await page.screenshot({ path: `screens/today-${colorScheme}-${width}.png` });
    });
  }
}

test('puts what was denied before what came true', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([/Denied/, /Confirmed/, /Also/]);
});

test('keeps its filters in the address, and the back button undoes them', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('article').first()).toBeVisible();
  const all = await page.getByRole('article').count();
  await page.getByLabel('Status', { exact: true }).selectOption('denied');
  await expect(page).toHaveURL('/?status=denied');
  await expect(page.getByRole('article')).not.toHaveCount(all);
  await expect(page.getByRole('button', { name: 'Remove Status: Denied' })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('article')).toHaveCount(all);
});

test('completes names by keyboard', async ({ page }) => {
  await page.goto('/');
  const box = page.getByRole('combobox', { name: 'Takes part' });
  await box.fill('nor');
  await expect(page.getByRole('option', { name: /Norway/ })).toBeVisible();
  await box.press('ArrowDown');
  await box.press('Enter');
  await expect(page).toHaveURL('/?party=iso3%3ANOR');
  await expect(page.getByRole('button', { name: 'Remove Takes part: Norway' })).toBeVisible();
  await accessible(page);
});

test('moves the focus to the heading, and answers to keys', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('article').first().getByRole('link')).toBeFocused();
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/network');
  await expect(page.getByRole('heading', { level: 1, name: 'Network' })).toBeFocused();
  await expect(page).toHaveTitle('Network · Segun');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await accessible(page);
});

test('says it in Spanish', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Interface language').selectOption('es');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hoy');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await page.screenshot({ path: 'screens/today-es.png' });
});

test('shows the filters, saved queries and nothing found', async ({ page }) => {
  await page.goto('/?type=PROTEST&status=lapsed&text=nothing');
  await expect(page.getByText('Nothing changed since')).toBeVisible();
  await page.getByRole('button', { name: 'All filters', exact: false }).first().click();
  await page.getByRole('button', { name: 'Saved queries' }).click();
  await expect(page.getByText('port strikes')).toBeVisible();
  await accessible(page);
  await page.screenshot({ path: 'screens/today-empty.png' });
});

test.describe('without an answer', () => {
  test('says so and tries again', async ({ page, faults }) => {
    await page.route('**/api/v1/today*', (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: '{"title":"Broken","status":500}',
      }),
    );
    await page.goto('/');
    await expect(page.getByText('The desk failed to answer.')).toBeVisible();
    await accessible(page);
    await page.screenshot({ path: 'screens/today-error.png' });
    await page.unroute('**/api/v1/today*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('article').first()).toBeVisible();
    // The browser itself notes the failed request.
    expect(faults.splice(0).every((fault) => fault.includes('500'))).toBe(true);
  });
});
