/**
 * The help centre as a phone shows it, for docs/pictures: `npm run pictures`. Needs Chromium, and takes the shipped
 * configuration with its sample facts; the pictures are committed, so that a change of them is seen.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { maintenance, startSite } from '../pages/site.ts';
import { openBrowser } from './browser.ts';

const folder = path.join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const pages: readonly (readonly [name: string, address: string, dark?: boolean])[] = [
  ['help', '/help'],
  ['entry', '/help/topup-withdraw/topup-not-arrived'],
  ['urgent', '/help/account-security/theft-freeze'],
  ['urgent-dark', '/help/account-security/theft-freeze', true],
  ['official', '/official'],
  ['ticket', '/t/K20261122-0042?k=sample'],
];

const site = await startSite({
  notices: () => Promise.resolve([maintenance]),
  ticketStatus: () =>
    Promise.resolve({
      state: 'queued',
      ahead: 2,
      queuedAt: maintenance.from,
      promisedAt: new Date('2026-11-22T14:00:00+08:00'),
    }),
});
await mkdir(folder, { recursive: true });
for (const [name, address, dark = false] of pages) {
  const browser = await openBrowser({ width: 390, height: 844, dark });
  const page = await browser.newPage();
  await page.goto(site.url + address);
  await page.screenshot({ path: path.join(folder, `${name}.jpg`), type: 'jpeg', quality: 72 });
  await browser.close();
}
await site.close();
