import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { brokenRules } from '../support/axe.ts';
import { at, openBrowser, signInto } from '../support/browser.ts';
import type { Caller } from '../support/desk.ts';
import { openTicket, ticketOf } from '../support/matters.ts';
import { waitFor } from '../support/wait-for.ts';
import { adminPassword, holding, openProduct, type Product } from '../support/product.ts';

type Browser = Awaited<ReturnType<typeof openBrowser>>;

const password = 'sample battery staple 8';

let product: Product;
let li: Caller;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  product = await openProduct({}, holding(4));
  const admin = await product.signIn('admin', adminPassword);
  for (const [login, employeeNumber] of [
    ['li', '1001'],
    ['wang', '1002'],
  ]) {
    const account = {
      login,
      password,
      name: `坐席${employeeNumber ?? ''}`,
      employeeNumber,
      roles: ['lead'],
      capacity: 40,
    };
    expect((await admin.post('/api/desk/staff', account)).status).toBe(201);
  }
  li = await product.signIn('li', password);
  await product.signIn('wang', password);
  await li.post('/api/desk/canned', {
    ...{ scope: 'shared', shortcut: 'tk', title: '退款' },
    text: '{客户称呼}，退款 {金额} 元已提交（编号 {编号}）。',
  });
}, 60_000);
afterAll(() => product.close());
beforeEach(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(10_000);
});
afterEach(() => browser.close());

async function signIn(): Promise<void> {
  await signInto(page, product.base, { login: 'li', password });
}

async function queued(matter: string): Promise<string> {
  const number = await openTicket(await product.phone(), matter);
  await waitFor(() => ticketOf(li, number).catch(() => undefined));
  return number;
}

async function claimed(matter: string): Promise<string> {
  const number = await queued(matter);
  expect((await li.post(`/api/desk/tickets/${number}/claim`)).status).toBe(200);
  return number;
}

describe('the console, for staff', () => {
  it('finds a canned reply by /, marks its blanks, and sends nothing while one is left', async () => {
    const number = await claimed('退款没到');
    await signIn();
    await page.goto(`${product.base}/desk/tickets/${number}`);
    await page.fill(at('reply-text'), '/t');
    await page.waitForSelector(at('canned-tk'));
    expect(await brokenRules(page)).toEqual([]);
    await page.keyboard.press('Enter');

    await page.waitForSelector(at('blanks'));
    expect(await page.inputValue(at('reply-text'))).toBe(`客户，退款 {金额} 元已提交（编号 ${number}）。`);
    expect(await page.isDisabled(at('send'))).toBe(true);
    await page.keyboard.type('50');

    expect(await page.inputValue(at('reply-text'))).toBe(`客户，退款 50 元已提交（编号 ${number}）。`);
    expect(await page.isDisabled(at('send'))).toBe(false);
  });

  it('takes a reply back: its words return to the field, and the line says so', async () => {
    const number = await claimed('转账没到账');
    await signIn();
    await page.goto(`${product.base}/desk/tickets/${number}`);
    await page.fill(at('reply-text'), '说早了');
    await page.keyboard.press('Control+Enter');
    await page.click(at('take-back'));

    await page.waitForSelector(`${at('toast')}:has-text("内容已放回输入框")`);
    expect(await page.inputValue(at('reply-text'))).toBe('说早了');
    await page.waitForSelector(`${at('delivery')}:has-text("已撤回")`);
    expect(await brokenRules(page)).toEqual([]);
    expect(browser.troubles).toEqual([]);
  });

  it('shows one message less that may be sent, once a reply has left', async () => {
    const number = await claimed('提现没到账');
    await signIn();
    await page.goto(`${product.base}/desk/tickets/${number}`);
    await page.waitForSelector(`${at('window')}:has-text("条")`);
    const before = Number(/(\d+) 条/.exec(await page.innerText(at('window')))?.[1]);
    await page.fill(at('reply-text'), '正在为您查');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector(`${at('delivery')}:has-text("已发送")`);

    await page.waitForSelector(`${at('window')}:has-text("${String(before - 1)} 条")`);
  });

  it('closes a selection as spam, by mouse and by key', async () => {
    const [first, second] = [await queued('广告一'), await queued('广告二')];
    await signIn();
    await page.hover(at(`ticket-${first}`));
    await page.click(at(`pick-${first}`));
    await page.click(at(`ticket-${second}`));
    await page.waitForSelector(at('thread-summary'));
    await page.keyboard.press('v');
    expect(await page.innerText(at('bulk-count'))).toBe('已选 2 个');
    await page.click(at('bulk-close'));
    await page.click(at('bulk-spam'));

    await page.waitForSelector(`${at('toast')}:has-text("已结束 2 个")`);
    expect(await ticketOf(li, second)).toMatchObject({ state: 'closed', closeCode: 'spam' });
    await page.click(at('reopen'));
    await page.waitForSelector(at('reply-text'));
  });

  it('does what is typed into the palette: a break, and back to work', async () => {
    await signIn();
    await page.keyboard.press('Control+k');
    await page.fill(at('palette-input'), '小休');
    expect(await brokenRules(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForSelector(at('duty-banner'));
    expect(await page.isDisabled(at('claim-next'))).toBe(true);

    await page.click(at('come-back'));

    await page.waitForSelector(at('duty-banner'), { state: 'detached' });
  });

  it('mutes a customer with a reason, and lets him go again', async () => {
    const number = await claimed('一直发消息');
    await signIn();
    await page.goto(`${product.base}/desk/tickets/${number}`);
    await page.click(at('restrain'));
    await page.fill(at('restrain-reason'), '连续发送广告');
    await page.click(at('confirm'));
    await page.waitForSelector(at('restraint'));
    expect(await brokenRules(page)).toEqual([]);

    await page.click(at('release'));

    await page.waitForSelector(at('restraint'), { state: 'detached' });
  });

  it('hands over everything at the end of a shift', async () => {
    await signIn();
    await page.click(at('me'));
    await page.click(at('end-shift'));
    await page.waitForSelector(`${at('dialog')} li`);
    expect(await brokenRules(page)).toEqual([]);
    for (const note of await page.locator(`${at('dialog')} li input`).all()) await note.fill('请继续跟进');
    await page.click(at('confirm'));

    await page.waitForSelector(`${at('toast')}:has-text("班次已结束")`);
    expect((await li.get('/api/desk/me')).body).toMatchObject({ duty: 'off' });
    expect((await li.get('/api/desk/counts')).body).toMatchObject({ mine: 0 });
  });

  it.each(['canned', 'cases', 'knowledge', 'reports'])('has a page of /%s that everybody can use', async (name) => {
    await signIn();
    await page.goto(`${product.base}/desk/${name}`);
    await page.waitForSelector('.page h1');
    await page.waitForTimeout(400);

    expect(await brokenRules(page)).toEqual([]);
    expect(browser.troubles).toEqual([]);
  });
});
