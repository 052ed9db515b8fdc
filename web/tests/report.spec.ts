import { accessible, expect, fits, test } from './desk';
import { longReport } from './long';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`is readable in ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/reports/1');
      await expect(page.getByRole('article').first()).toBeVisible();
      await page.getByRole('button', { name: 'Names' }).click();
      await page.getByRole('button', { name: 'Times' }).click();
      await fits(page);
      await accessible(page);
      await page.screenshot({ path: `screens/report-${colorScheme}-${width}.png`, fullPage: true });
    });
  }
}

test('links the text and the claims in both directions', async ({ page }) => {
  await page.goto('/reports/1');
  const trigger = page.locator('#v1');
  const card = page.locator('#claim-v1');
  await trigger.hover();
  await expect(card).toHaveAttribute('aria-current', 'true');
  await expect(trigger).toHaveClass(/paired/);
  await page.locator('#claim-v2').hover();
  await expect(page.locator('#v2')).toHaveClass(/paired/);
  await expect(trigger).not.toHaveClass(/paired/);
  await expect(page.locator('mark.source.paired')).toHaveText('a shop steward');

  await page.mouse.move(0, 0);
  await trigger.focus();
  await expect(card).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/reports/1#claim-v1');
  await expect(card).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/reports/1#v1');
  await expect(trigger).toBeFocused();
});

test('goes through the claims by keys, and shows each in the text', async ({ page }) => {
  await page.goto('/reports/1');
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.locator('#v1')).toHaveClass(/paired/);
  await page.keyboard.press('j');
  await expect(page.locator('#v2')).toHaveClass(/paired/);
});

test('goes to the event that the address names', async ({ page }) => {
  test.slow();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const address of ['/reports/7#v2', '/reports/4#v1', '/reports/2#v1']) {
      await page.goto(address);
      const event = address.split('#')[1];
      await expect(page.locator(`#${event}`)).toHaveClass(/paired/);
      await expect(page.locator(`#claim-${event}`)).toHaveAttribute('aria-current', 'true');
      await accessible(page);
    }
    await page.screenshot({ path: `screens/report-paired-${colorScheme}.png` });
  }
});

test('switches marks on and off', async ({ page }) => {
  await page.goto('/reports/1');
  const name = page.locator('mark.entity').first();
  await expect(name).toHaveCSS('outline-style', 'none');
  await page.getByRole('button', { name: 'Names' }).click();
  await expect(name).toHaveCSS('outline-style', 'solid');
  await page.getByRole('button', { name: 'Events' }).click();
  await expect(page.locator('#v1')).toHaveCSS('font-weight', '400');
});

test('keeps the language and direction of the report', async ({ page }) => {
  await page.goto('/reports/5');
  const text = page.getByRole('region', { name: 'Text of the report' });
  await expect(text.locator('[lang=ar] p')).toHaveCSS('direction', 'rtl');
  await expect(page.locator('#v1')).toHaveText('سيزور');
  await expect(page.getByRole('heading', { level: 1 })).toHaveAttribute('lang', 'ar');
  await accessible(page);
  await page.screenshot({ path: 'screens/report-ar.png', fullPage: true });
});

test('leads to its origin and its story', async ({ page }) => {
  await page.goto('/reports/3');
  await expect(page.getByRole('link', { name: /Baltic Wire/ })).toHaveAttribute('href', '/origins/1');
  await expect(page.getByRole('link', { name: /3 origins/ })).toHaveAttribute('href', '/stories/1');
});

test.describe('as long as a book', () => {
  test.beforeEach(async ({ page }) => {
    await page.route('**/api/v1/reports/900', (route) => route.fulfill({ json: longReport(20_000) }));
  });

  test('stays whole, with its versions and nested sources', async ({ page }) => {
    await page.goto('/reports/900#v1200');
    const trigger = page.locator('#v1200');
    await expect(trigger).toBeInViewport({ timeout: 20_000 });
    await expect(page.locator('mark.source.paired')).toHaveText(['Inspector 1200', 'the harbour office']);
    await expect(page.locator('#claim-v1200')).toBeInViewport();
    await expect(page.locator('#claim-v1200')).toContainText(
      /Inspector 1200 asserts.*the harbour office denies/,
    );
    await page.screenshot({ path: 'screens/report-long.png' });
    await expect(page.getByText('A later version replaces this one.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Version 3' })).toHaveAttribute('href', '/reports/901');
    // An address that is no web page is not a link.
    await expect(page.getByRole('link', { name: 'Where it was published' })).toHaveCount(0);
  });

  test('fits a telephone', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/reports/900');
    await expect(page.locator('#v3')).toBeVisible({ timeout: 20_000 });
    await page.locator('#v3').click();
    await expect(page.locator('#claim-v3')).toBeInViewport();
    await fits(page);
    await page.screenshot({ path: 'screens/report-long-360.png' });
  });
});

test('says that there is no such report', async ({ page, faults }) => {
  await page.goto('/reports/12345');
  await expect(page.getByText('The ledger does not have this.')).toBeVisible();
  await accessible(page);
  expect(faults.splice(0).every((fault) => fault.includes('404'))).toBe(true);
});
