import { accessible, expect, fits, test } from './desk';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`is readable in ${colorScheme} at ${width}`, async ({ page }) => {
      // Six pages.
      test.slow();
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const path of ['/sources/1', '/sources', '/origins', '/origins/1', '/stories', '/stories/1']) {
        await page.goto(path);
        await expect(page.getByRole('article').first()).toBeVisible();
        await fits(page);
        await accessible(page);
        const name = path.slice(1).replace('/', '-');
        await page.screenshot({ path: `screens/${name}-${colorScheme}-${width}.png`, fullPage: true });
      }
    });
  }
}

test('plots how what was said ended, and says the same in a table', async ({ page }) => {
  await page.goto('/sources/1');
  const plot = page.getByRole('img', { name: /^Share that came true/ });
  await expect(plot.locator('circle')).toHaveCount(4);
  const row = page.getByRole('row', { name: /^Certain\b/ });
  await expect(row).toContainText('80%');
  await expect(row).toContainText('68% – 92%');
});

test('leads from a count to its claims', async ({ page }) => {
  await page.goto('/sources/1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mira Kolev');
  const claims = page.getByRole('region', { name: /^What was said/ });
  await expect(claims.getByRole('article')).toHaveCount(3);
  await page
    .getByRole('row', { name: /^Certain\b/ })
    .getByRole('link', { name: 'Certain' })
    .click();
  await expect(page).toHaveURL('/sources/1?certainty=certain#claims');
  await expect(claims.getByRole('article')).toHaveCount(1);
  await expect(claims.getByRole('button', { name: 'Remove Certainty: Certain' })).toBeVisible();
});

test('shows outlets as it shows sources', async ({ page }) => {
  await page.goto('/sources');
  await page.getByRole('link', { name: 'Outlets' }).click();
  await expect(page).toHaveURL('/sources?of=outlets');
  await page.getByRole('link', { name: 'Harbour Courier' }).click();
  await expect(page).toHaveURL('/outlets/1');
  await expect(page.getByRole('region', { name: /^What was said/ }).getByRole('article')).toHaveCount(3);
  await accessible(page);
  await page.screenshot({ path: 'screens/outlet.png', fullPage: true });
});

test('says so where nothing ended yet', async ({ page }) => {
  await page.route('**/api/v1/sources/1', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), record: [] } });
  });
  await page.goto('/sources/1');
  await expect(page.getByText('Nothing of what was said has an end')).toBeVisible();
  await expect(page.getByRole('img', { name: /^Share/ })).toHaveCount(0);
  await accessible(page);
});

test('finds a source by its name', async ({ page }) => {
  await page.goto('/sources?holder=Mira%20Kolev');
  await expect(page.getByRole('article')).toHaveCount(1);
});

test('says why a report is of an origin', async ({ page }) => {
  await page.goto('/origins');
  await page.getByRole('link', { name: /Varna dockers/ }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.getByText('shares phrases with report 1')).toBeVisible();
});

test('shows a story with its threads, in all its languages', async ({ page }) => {
  await page.goto('/origins');
  await page.getByRole('link', { name: 'Stories' }).click();
  await page.getByRole('article').first().getByRole('link').click();
  await expect(page.getByText('2 languages')).toBeVisible();
  const reports = page.locator('[data-main][href^="/reports/"]');
  await expect(reports).toHaveCount(4);
  const threads = await page.locator('[data-main][href^="/threads/"]').count();
  expect(threads).toBeGreaterThan(0);
  await expect(page.locator('bdi[lang=es]').first()).toBeVisible();
  await page.getByRole('link', { name: 'All its threads' }).click();
  await expect(page.getByRole('button', { name: /Remove Story no\./ })).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(threads);
});

test('says what is not there', async ({ page, faults }) => {
  for (const path of ['/sources/999', '/outlets/999', '/origins/999', '/stories/999']) {
    await page.goto(path);
    await expect(page.getByText('The ledger does not have this.').first()).toBeVisible();
  }
  await accessible(page);
  expect(faults.splice(0).every((fault) => fault.includes('404'))).toBe(true);
});
