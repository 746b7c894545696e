import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { brokenRules, overhang } from '../support/axe.ts';
import { at, openBrowser, signInto } from '../support/browser.ts';
import { openTicket } from '../support/matters.ts';
import { adminPassword, holding, openProduct, type Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

let product: Product;
let ticket = '';
let complaint = '';
beforeAll(async () => {
  product = await openProduct({}, holding(0));
  const admin = await product.signIn('admin', adminPassword);
  const phone = await product.phone();
  ticket = await openTicket(phone, '提现一直处理中');
  const incident = await admin.post('/api/desk/incidents', { title: '提现延迟', text: '部分银行到账较慢，正在处理。' });
  await admin.post(`/api/desk/incidents/${String(incident.body.number)}/tickets`, { tickets: [ticket] });
  const claimed = await admin.post(`/api/desk/tickets/${ticket}/claim`);
  await fetch(`${product.base}/simulator/phone/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ path: '/cgi-bin/message/custom/send', fault: 'reset', times: 1 }),
  });
  await admin.post(`/api/desk/tickets/${ticket}/reply`, { text: '这就为您核对', epoch: claimed.body.epoch });
  await waitFor(async () => {
    const { letters = [] } = (await admin.get('/api/desk/dead-letters')).body as { letters?: unknown[] };
    return letters.length > 0 || undefined;
  });
  await phone.say('投诉');
  let said = await phone.say('样本经过：提现太慢');
  while (!/C\d{8}-\d{4}/.test(said)) said = await phone.say('跳过');
  complaint = /C\d{8}-\d{4}/.exec(said)?.[0] ?? '';
  await admin.post(`/api/desk/cases/${complaint}/close`, { epoch: 1, outcome: 'rejected' });
}, 60_000);
afterAll(() => product.close());

/** What each page is looked at with: something in it, and what it opens. */
const pages: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['incidents', (page) => page.click('[data-test^="incident-I"]')],
  ['dead-letters', (page) => page.waitForSelector(at('replay'))],
  ['customer-data', (page) => page.fill(at('data-ref'), ticket)],
  [
    'audit',
    async (page) => {
      await page.fill(at('audit-of'), ticket);
      await page.keyboard.press('Enter');
      await page.waitForSelector(at('trail-event'));
    },
  ],
  [
    'cases',
    async (page) => {
      await page.click(at('cases-complaint'));
      await page.click(`${at(`case-${complaint}`)} button`);
      await page.waitForSelector(at('case-reopen'));
    },
  ],
];

/** A browser zoomed to 200 % shows half as many pixels, at 400 % a quarter: 320 of 1,280. */
const widths = [1280, 640, 320];

describe('the pages of oversight meet WCAG 2.2 AA and need no scrolling sideways, at 100 %, at 200 % and 320 px wide', () => {
  it.each([
    ['light', false],
    ['dark', true],
  ])(
    '%s',
    async (_scheme, dark) => {
      const browser = await openBrowser({ width: 1280, height: 900, dark });
      const page = await browser.newPage();
      page.setDefaultTimeout(20_000);
      await signInto(page, product.base, { password: adminPassword });
      const faults: unknown[] = [];

      for (const [path, prepare] of pages) {
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(`${product.base}/desk/${path}`);
          await prepare(page);
          const found = [
            ...(await brokenRules(page)),
            ...((await overhang(page)) > 0 ? ['wider than its window'] : []),
          ];
          if (found.length > 0) faults.push([path, width, ...found]);
        }
      }
      await browser.close();

      expect(faults).toEqual([]);
      expect(browser.troubles).toEqual([]);
    },
    180_000,
  );
});
