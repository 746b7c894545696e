import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { at, openBrowser, signInto } from '../support/browser.ts';
import type { Caller } from '../support/desk.ts';
import { openTicket, ticketOf } from '../support/matters.ts';
import { adminPassword, holding, openProduct, type Phone, type Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

type Browser = Awaited<ReturnType<typeof openBrowser>>;

const password = 'sample battery staple 8';

let product: Product;
let li: Caller;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  product = await openProduct({}, holding(0));
  const admin = await product.signIn('admin', adminPassword);
  for (const [login, employeeNumber, role] of [
    ['li', '1001', 'lead'],
    ['shen', '9001', 'auditor'],
  ]) {
    const account = {
      login,
      password,
      name: `坐席${employeeNumber ?? ''}`,
      employeeNumber,
      roles: [role],
      capacity: 40,
    };
    expect((await admin.post('/api/desk/staff', account)).status).toBe(201);
  }
  li = await product.signIn('li', password);
}, 60_000);
afterAll(() => product.close());
beforeEach(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(10_000);
});
afterEach(() => browser.close());

async function signIn(login: string, given = password): Promise<void> {
  await signInto(page, product.base, { login, password: given });
}

async function queued(matter: string): Promise<{ phone: Phone; number: string }> {
  const phone = await product.phone();
  const number = await openTicket(phone, matter);
  await waitFor(() => ticketOf(li, number).catch(() => undefined));
  return { phone, number };
}

const toast = (words: string) => page.waitForSelector(`${at('toast')}:has-text("${words}")`);

describe('the pages of incidents and records', () => {
  it('tell all customers of a fault at once, and close their tickets together', async () => {
    const [first, second] = [await queued('提现一直处理中'), await queued('提现没有到账')];
    await signIn('li');
    await page.click(at('rail-records'));
    await page.click(at('new-incident'));
    await page.fill(at('incident-title'), '提现延迟');
    await page.fill(at('incident-text'), '部分银行的提现到账较慢，正在处理。');
    await page.click(at('make-incident'));
    await toast('已登记');
    const number = (await page.locator('[data-test^="incident-I"]').innerText()).trim();

    await page.click(at('rail-work'));
    for (const one of [first, second]) {
      await page.hover(at(`ticket-${one.number}`));
      await page.click(at(`pick-${one.number}`));
    }
    await page.click(at('bulk-incident'));
    await page.click(at(`join-${number}`));
    await toast('已归入 2 个工单');
    await page.click(at('rail-records'));
    await page.click(at(`incident-${number}`));
    await page.fill(at('incident-say'), '预计今天 18 点前恢复。');
    await page.click(at('incident-tell'));
    await Promise.all([first, second].map(({ phone }) => phone.receives('今天 18 点前')));
    await page.fill(at('incident-say'), '提现已恢复正常。');
    await page.check(at('incident-end'));
    await page.click(at('incident-tell'));

    await Promise.all([first, second].map(({ phone }) => phone.receives('提现已恢复正常')));
    expect(await ticketOf(li, second.number)).toMatchObject({ state: 'closed', closeCode: 'solved' });
    expect(browser.troubles).toEqual([]);
  });

  it('show the day by which a complaint is to be done as its customer is told it', async () => {
    const phone = await product.phone();
    await phone.follow();
    await phone.say('投诉');
    let said = await phone.say('样本经过：客服答复太慢');
    while (!/C\d{8}-\d{4}/.test(said)) said = await phone.say('跳过');
    const complaint = /C\d{8}-\d{4}/.exec(said)?.[0] ?? '';
    const promised = /最晚 (\d+月\d+日)前/.exec(await phone.say('进度'))?.[1] ?? 'no day';

    await signIn('li');
    await page.goto(`${product.base}/desk/cases`);
    const row = page.locator(at(`case-${complaint}`));
    await row.waitFor();

    expect((await row.locator('td').nth(3).innerText()).trim()).toBe(promised);
  });

  it('show a lead what was not delivered, warn of a second copy, and send it again', async () => {
    const { phone, number } = await queued('账单看不懂');
    const claimed = await li.post(`/api/desk/tickets/${number}/claim`);
    await fetch(`${product.base}/simulator/phone/faults`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ path: '/cgi-bin/message/custom/send', fault: 'reset', times: 1 }),
    });
    await li.post(`/api/desk/tickets/${number}/reply`, { text: '这就为您核对账单', epoch: claimed.body.epoch });
    await signIn('li');
    await waitFor(async () => {
      await page.goto(`${product.base}/desk/dead-letters`);
      return (await page.locator(at('replay')).count()) > 0 || undefined;
    });
    expect(await page.innerText(at('letter'))).not.toMatch(/\p{Private_Use}/u);
    await page.click(at('replay'));
    expect(await page.innerText(at('dialog'))).toContain('客户可能已经收到过');
    await page.click(at('confirm'));

    await toast('已重新发送');
    await phone.receives('这就为您核对账单');
    expect(browser.troubles).toEqual([]);
  });

  it('let an administrator hand out, hold and erase a customer’s data, the last only when he types it again', async () => {
    const { number } = await queued('想注销账户');
    await signIn('admin', adminPassword);
    await page.goto(`${product.base}/desk/customer-data`);
    await page.fill(at('data-ref'), number);
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(at('data-export'))]);
    expect(await readFile(await file.path(), 'utf8')).toContain('想注销账户');
    await page.click(at('data-hold'));
    await toast('已加法律保留');
    await page.click(at('data-erase'));
    expect(await page.isDisabled(at('confirm'))).toBe(true);
    await page.fill(at('data-again'), number);
    await page.click(at('confirm'));
    await page.waitForSelector(`${at('fault')}:has-text("法律保留")`);

    await page.click(at('data-release'));
    await toast('已解除法律保留');
    await page.click(at('data-erase'));
    await page.fill(at('data-again'), number);
    await page.click(at('confirm'));

    await page.waitForSelector(`${at('data-erased')}:has-text("tickets")`);
    expect((await ticketOf(li, number)).summary).toBe('');
    expect(browser.troubles).toEqual([]);
  });

  it('show an auditor what an agent did, and that the record is whole; nothing else is his', async () => {
    const { number } = await queued('想查余额');
    await li.post(`/api/desk/tickets/${number}/claim`);
    await signIn('shen');
    await page.goto(`${product.base}/desk/audit`);
    await page.fill(at('audit-of'), number.toLowerCase());
    await page.keyboard.press('Enter');
    await page.waitForSelector(`${at('trail-event')}:has-text("ticket.claim")`);
    await page.click(at('audit-check'));

    await page.waitForSelector(`${at('audit-state')}:has-text("完整")`);
    expect(await page.locator(at('section-customer-data')).count()).toBe(0);
    await page.goto(`${product.base}/desk/customer-data`);
    await page.waitForSelector(at('ticket-list'));
    expect(browser.troubles).toEqual([]);
  });
});
