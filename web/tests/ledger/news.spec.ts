import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Ledger } from '../../src/api/types';
import { expect, test } from './desk';

test('tells of reports that come in while the page is open, and shows them when asked to', async ({
  page,
  get,
}, info) => {
  const before = await get<Ledger>('/ledger');
  const following = page.waitForResponse('**/api/v1/changes');
  await page.goto('/threads');
  await following;
  const file = info.outputPath('news.txt');
  writeFileSync(file, `The mayor of Bergen could resign, a spokeswoman said. This is try ${info.retry}.\n`);
  execFileSync(process.env.SEGUN ?? '', ['ingest', '--published', '2026-11-02', file], { stdio: 'pipe' });
  await expect(page.getByText('The ledger has news.')).toBeVisible();
  await page.getByRole('button', { name: 'Show them' }).click();
  await expect(page.getByText(`${before.reports + 1} reports`)).toBeVisible();
  await expect(page.getByText('The ledger has news.')).toBeHidden();
  expect((await get<Ledger>('/ledger')).last).toBe('2026-11-02');
});
