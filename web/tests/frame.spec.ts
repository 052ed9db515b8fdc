import { accessible, expect, fits, test } from './desk';

test('nothing moves while a slow answer comes', async ({ page }) => {
  await page.route('**/api/v1/{today,ledger}*', async (route) => {
    await new Promise((go) => setTimeout(go, 600));
    await route.continue();
  });
  await page.addInitScript(() => {
    const store = window as unknown as { shift: number };
    store.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) store.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('/');
  await expect(page.getByText('Loading').first()).toBeAttached();
  await page.screenshot({ path: 'screens/loading.png' });
  await expect(page.getByRole('article').first()).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThan(0.01);
});

test('asks for a token once', async ({ page, faults }) => {
  await page.route('**/api/v1/**', (route) =>
    route.request().headers().authorization === 'Bearer secret'
      ? route.continue()
      : route.fulfill({
          status: 401,
          contentType: 'application/problem+json',
          body: '{"title":"Unauthorized","status":401}',
        }),
  );
  await page.goto('/');
  const dialog = page.getByRole('dialog', { name: /token/ });
  await expect(dialog).toBeVisible();
  await accessible(page);
  await dialog.getByLabel('Token').fill('secret');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(dialog).toBeHidden();
  expect(faults.splice(0).every((fault) => fault.includes('401'))).toBe(true);
});

test('tells of news, and shows them when asked to', async ({ page }) => {
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/today')) asked += 1;
  });
  await page.addInitScript(() => {
    const real = window.fetch;
    window.fetch = (input, init) => {
      if (!String(input).endsWith('/changes')) return real(input, init);
      const event = 'event: change\ndata: {"change":"other","reports":9,"claims":12}\n\n';
      const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(event)) });
      return Promise.resolve(new Response(body));
    };
  });
  await page.goto('/');
  await expect(page.getByText('The ledger has news.')).toBeVisible();
  await accessible(page);
  const before = asked;
  await page.getByRole('button', { name: 'Show them' }).click();
  await expect(page.getByText('The ledger has news.')).toBeHidden();
  expect(asked).toBe(before + 1);
});

test('says that the line is cut, and goes on trying', async ({ page, faults }) => {
  let cut = true;
  await page.route('**/api/v1/changes', (route) => (cut ? route.abort() : route.continue()));
  await page.goto('/');
  await expect(page.getByText('The desk does not answer')).toBeVisible();
  cut = false;
  await expect(page.getByText('The desk does not answer')).toBeHidden();
  expect(faults.splice(0).every((fault) => fault.includes('ERR_FAILED'))).toBe(true);
});

test('draws of a long list only what is in view, and comes back to where it was', async ({ page }) => {
  await page.goto('/threads');
  const rows = page.getByRole('article');
  await expect(rows.first()).toBeVisible();
  for (let i = 0; i < 6; i++) {
    const before = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, 2500);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before);
  }
  expect(await rows.count()).toBeLessThan(60);
  const link = rows.nth(20).getByRole('link');
  const name = await link.textContent();
  const top = await page.evaluate(() => scrollY);
  expect(top).toBeGreaterThan(3000);
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('link', { name: name ?? '' }).first()).toBeVisible();
  await accessible(page);
  await page.screenshot({ path: 'screens/threads-scrolled.png' });
});

test('has a menu where it is narrow', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/threads');
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(page.getByRole('link', { name: 'Network' })).toBeVisible();
  await page.screenshot({ path: 'screens/menu-360.png' });
  await page.getByRole('link', { name: 'Network' }).click();
  await expect(page).toHaveURL('/network');
  await expect(page.getByRole('link', { name: 'Network' })).toBeHidden();
  await fits(page);
});

test('carries the filters to the other pages', async ({ page }) => {
  await page.goto('/threads?party=iso3%3ANOR&since=2026-03-01');
  await expect(page.getByRole('link', { name: 'Map' })).toHaveAttribute(
    'href',
    '/map?party=iso3%3ANOR&since=2026-03-01',
  );
  await expect(page.getByRole('link', { name: 'Today' })).toHaveAttribute('href', '/?party=iso3%3ANOR');
  await expect(page.getByRole('link', { name: 'Try it' })).toHaveAttribute('href', '/try');
});

test('says that there is no such page', async ({ page }) => {
  await page.goto('/nothing/here');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  await accessible(page);
});

test('skips to the content, and to parts of a page', async ({ page }) => {
  await page.goto('/threads');
  await expect(page.getByRole('article').nth(5)).toBeVisible();
  await page.mouse.wheel(0, 700);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/threads#main');
  await expect(page.locator('#main')).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL('/threads');
  await expect(page.getByRole('article').first()).toBeVisible();
});

test('prints what the page says, dark on white, without what only a window needs', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('segun.theme', 'dark'));
  await page.goto('/threads');
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(page.getByRole('banner')).toBeVisible();
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  const onScreen = await ink();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('search')).toBeHidden();
  await expect(page.getByRole('article').first()).toBeVisible();
  expect(await ink()).not.toBe(onScreen);
});
