import { accessible, expect, fits, test } from './desk';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440, 2560]) {
    test(`is readable in ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/threads/1');
      await expect(page.getByRole('heading', { level: 2, name: /^Claims/ })).toBeVisible();
      await expect(page.getByRole('img', { name: /^Map/ }).locator('.shore')).toHaveAttribute('d', /^M/);
      await expect(page.getByText('Loading')).toHaveCount(0);
      await fits(page);
      await accessible(page);
      await page.screenshot({ path: `screens/thread-${colorScheme}-${width}.png`, fullPage: true });
    });
  }
}

test('tells the history, what contradicts and on whose words', async ({ page }) => {
  await page.goto('/threads/1');
  const steps = page.locator('#history + ol > li');
  await expect(steps).toHaveCount(3);
  await expect(steps.nth(1)).toContainText('When: 9 Mar 2026');
  await expect(steps.nth(2)).toContainText('denial');
  await expect(steps.nth(2)).toContainText('The ports ministry');
  const pair = page.getByRole('region', { name: 'Contradictions' });
  await expect(pair.getByRole('region', { name: 'What was said' })).toContainText('convocará un paro');
  await expect(pair.getByRole('region', { name: 'What speaks against it' })).toContainText('walked out');
});

test('says why a claim is there', async ({ page }) => {
  await page.goto('/threads/1');
  const claims = page.getByRole('region', { name: /^Claims/ }).getByRole('article');
  await claims.nth(0).getByText('Why is it here?').click();
  await expect(claims.nth(0)).toContainText('The thread begins with it');
  await claims.nth(1).getByText('Why is it here?').click();
  await expect(claims.nth(1)).toContainText('One event with a probability of 80%');
  await expect(claims.nth(1)).toContainText('Place: Varna (1.2 points)');
});

test('folds reprints under their origin', async ({ page }) => {
  await page.goto('/threads/1');
  const origins = page.getByRole('region', { name: /^Origins/ });
  await expect(origins).toContainText('Baltic Wire');
  await expect(origins.getByRole('link', { name: 'Varna dockers could strike, union says' })).toBeHidden();
  await origins.getByText('1 reprint').click();
  await expect(origins.getByRole('link', { name: 'Varna dockers could strike, union says' })).toBeVisible();
});

test('leads from a count to its claims, and from a claim to its sentence', async ({ page }) => {
  await page.goto('/threads/1');
  const claims = page.getByRole('region', { name: /^Claims/ });
  await expect(claims.getByRole('article')).toHaveCount(6);
  await claims.getByRole('button', { name: '2 claims: Mira Kolev, Possible' }).click();
  await expect(claims.getByRole('article')).toHaveCount(2);
  await accessible(page);
  await claims.getByRole('button', { name: 'Show all claims' }).click();
  await expect(claims.getByRole('article')).toHaveCount(6);
  await claims.getByRole('link', { name: 'Report 1', exact: true }).first().click();
  await expect(page).toHaveURL('/reports/1#v1');
});

test('stays readable where a thread has no claims, and says what is not there', async ({ page, faults }) => {
  await page.goto('/threads/42');
  await expect(page.getByText('Nothing fits.')).toBeVisible();
  await accessible(page);
  await page.goto('/threads/99999');
  await expect(page.getByText('The ledger does not have this.').first()).toBeVisible();
  await accessible(page);
  expect(faults.splice(0).every((fault) => fault.includes('404'))).toBe(true);
});

test('says it in Spanish', async ({ page }) => {
  await page.goto('/threads/1');
  await page.getByLabel('Interface language').selectOption('es');
  await expect(page.getByRole('heading', { level: 2, name: 'Historia' })).toBeVisible();
});
