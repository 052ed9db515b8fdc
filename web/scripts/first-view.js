// How long it takes from the address to the first row, in Chromium: node scripts/first-view.js http://127.0.0.1:7373
import { chromium } from '@playwright/test';

const [server = 'http://127.0.0.1:7373'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
for (const address of ['/', '/threads', '/search', '/', '/threads']) {
  // Nothing is kept from page to page.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const began = Date.now();
  await page.goto(server + address, { waitUntil: 'commit' });
  await page.waitForSelector('[data-row]');
  console.log(`${address}: first row after ${Date.now() - began} ms`);
  await context.close();
}
await browser.close();
