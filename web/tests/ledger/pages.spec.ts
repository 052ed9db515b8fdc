import { routes } from '../../src/router/routes';
import { accessible, expect, fits, test } from './desk';
import { footer, visits } from './visits';

for (const { name } of routes) {
  test(`${name}: shows what the API says, and is readable where it is wide and where it is narrow`, async ({
    page,
    get,
  }) => {
    const visit = visits[name];
    if (!visit) throw new Error(`${name} has no visit in visits.ts`);
    await visit(page, get);
    await footer(page, get);
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await fits(page);
    await accessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await fits(page);
    await accessible(page);
  });
}

test('the server lets the pages run nothing but themselves', async ({ request }) => {
  const policy = (await request.get('/')).headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
});
