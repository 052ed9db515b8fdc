import { accessible, expect, fits, test } from './desk';
import type { Page } from '@playwright/test';

const TEXT = 'The mayor of Varna could resign on Friday, the council said.';

async function paste(page: Page, text = TEXT) {
  await page.goto('/try');
  await page.getByLabel('Text or page').fill(text);
  await page.getByRole('button', { name: 'Read it' }).click();
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`is readable in ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await paste(page);
      await expect(page.getByRole('heading', { name: 'What was read' })).toBeFocused();
      await expect(page.locator('.evidence article').first()).toBeVisible();
      await fits(page);
      await accessible(page);
      await page.screenshot({ path: `screens/try-${colorScheme}-${width}.png`, fullPage: true });
    });
  }
}

test('sends what is known of the text, from the keyboard', async ({ page }) => {
  await page.goto('/try');
  await expect(page.getByRole('button', { name: 'Read it' })).toBeDisabled();
  await page.getByLabel('Language', { exact: true }).selectOption('en');
  await page.getByLabel('Published').fill('2026-03-02');
  await page.getByLabel('Headline').fill('Mayor');
  await page.getByLabel('Text or page').fill(TEXT);
  const sent = page.waitForRequest('**/api/v1/read');
  await page.getByLabel('Text or page').press('Control+Enter');
  expect((await sent).postDataJSON()).toEqual({
    text: TEXT,
    html: false,
    language: 'en',
    published: '2026-03-02',
    title: 'Mayor',
  });
  await expect(page.getByRole('heading', { name: 'What was read' })).toBeVisible();
});

test('sees that it is a page, unless the reader says otherwise', async ({ page }) => {
  await page.goto('/try');
  await page.getByLabel('Text or page').fill('<html><body><p>Talks ended.</p></body></html>');
  await expect(page.getByLabel('What it is')).toHaveValue('html');
  await page.getByLabel('What it is').selectOption('text');
  const sent = page.waitForRequest('**/api/v1/read');
  await page.getByRole('button', { name: 'Read it' }).click();
  expect((await sent).postDataJSON()).toMatchObject({ html: false });
});

test('does not send what is too long', async ({ page }) => {
  await page.goto('/try');
  await page.getByLabel('Text or page').fill('a'.repeat(1_100_000));
  await expect(page.getByText('longer than 1 MiB')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Read it' })).toBeDisabled();
});

test('can be stopped, and says what went wrong', async ({ page, faults }) => {
  await page.route('**/api/v1/read', () => {});
  await paste(page);
  await expect(page.getByText('It is being read')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('It is being read')).toBeHidden();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.route('**/api/v1/read', (route) =>
    route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      body: '{"title":"Unprocessable","detail":"this language is not served"}',
    }),
  );
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText('this language is not served')).toBeVisible();
  await accessible(page);
  await page.unroute('**/api/v1/read');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'What was read' })).toBeVisible();
  expect(faults.splice(0).every((fault) => fault.includes('422'))).toBe(true);
});

test('speaks Spanish', async ({ page }) => {
  await page.goto('/try');
  await page.getByLabel('Interface language').selectOption('es');
  await expect(page.getByRole('button', { name: 'Leerlo' })).toBeVisible();
});
