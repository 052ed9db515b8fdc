import { accessible, expect, fits, test } from './desk';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`is readable in ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/alerts?type=PROTEST&status=denied');
      await expect(page.getByRole('article').first()).toBeVisible();
      await fits(page);
      await accessible(page);
      await page.screenshot({ path: `screens/alerts-${colorScheme}-${width}.png` });
    });
  }
}

test('keeps the current filters, forgets them, and takes that back', async ({ page }) => {
  await page.goto('/threads?type=AID&certainty=possible&origins=2');
  await page.getByRole('link', { name: 'Alerts' }).click();
  await expect(page).toHaveURL('/alerts?type=AID&certainty=possible&origins=2');
  await page.getByLabel('Name', { exact: true }).fill('maybe/aid');
  await page.getByRole('button', { name: 'Keep' }).click();
  const row = page.getByRole('article').filter({ hasText: 'maybe/aid' });
  await expect(row).toContainText('Type: Aid');
  await expect(row.getByRole('link', { name: 'Claims' })).toHaveAttribute(
    'href',
    '/search?type=AID&certainty=possible&origins=2',
  );
  await page.getByRole('button', { name: 'Forget: maybe/aid' }).click();
  await expect(row).toBeHidden();
  await page.getByRole('button', { name: 'Undo: maybe/aid' }).click();
  await expect(row).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('maybe/aid');
  await expect(page.getByText('There is one of this name')).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Forget: maybe/aid' }).click();
  await page.reload();
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(row).toBeHidden();
});

test('shows the newest claims of a question', async ({ page }) => {
  await page.route('**/api/v1/alerts', (route) =>
    route.fulfill({ json: { items: [{ name: 'walk-outs', filter: { text: 'walk' } }], next: null } }),
  );
  await page.goto('/alerts');
  await page.getByRole('button', { name: 'Newest claims' }).click();
  await expect(page.getByRole('article').nth(1)).toContainText('walked out');
  await accessible(page);
});

test('needs a filter to keep', async ({ page }) => {
  await page.goto('/alerts');
  await page.getByLabel('Name', { exact: true }).fill('all');
  await expect(page.getByRole('button', { name: 'Keep' })).toBeDisabled();
  await expect(page.getByText('Choose at least one filter above.')).toBeVisible();
});

test('says that there are none, in Spanish too, and which one is not understood', async ({ page }) => {
  await page.route('**/api/v1/alerts', (route) => route.fulfill({ json: { items: [], next: null } }));
  await page.goto('/alerts');
  await expect(page.getByText('No question is kept yet.')).toBeVisible();
  await page.getByLabel('Interface language').selectOption('es');
  await expect(page.getByText('Todavía no se guarda ninguna pregunta.')).toBeVisible();
  await page.unroute('**/api/v1/alerts');
  await page.route('**/api/v1/alerts', (route) =>
    route.fulfill({ json: { items: [{ name: 'old', filter: null }], next: null } }),
  );
  await page.reload();
  await expect(page.getByText('Esta pregunta ya no se entiende.')).toBeVisible();
});

test('says what went wrong, and tries again', async ({ page, faults }) => {
  await page.route('**/api/v1/alerts/*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: '{"detail":"the ledger is busy"}',
    }),
  );
  await page.goto('/alerts?type=AID');
  await page.getByLabel('Name', { exact: true }).fill('aid');
  await page.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByText('the ledger is busy')).toBeVisible();
  await page.unroute('**/api/v1/alerts/*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'aid' })).toBeVisible();
  await page.getByRole('button', { name: 'Forget: aid' }).click();
  await expect(page.getByRole('button', { name: 'Undo: aid' })).toBeVisible();
  expect(faults.splice(0).every((fault) => fault.includes('503'))).toBe(true);
});
