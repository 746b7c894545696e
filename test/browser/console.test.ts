import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { at, builtConsole, openBrowser, signInto } from '../support/browser.ts';
import { openDesk, password, type Caller, type OpenDesk } from '../support/desk.ts';

type Browser = Awaited<ReturnType<typeof openBrowser>>;

let desk: OpenDesk;
let wang: Caller;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  desk = await openDesk({ page: builtConsole() });
  await desk.agent('li', ['agent'], 50);
  wang = await desk.agent('wang', ['agent'], 50);
  await desk.agent('root', ['administrator']);
});
afterAll(() => desk.close());
beforeEach(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(8_000);
});
afterEach(() => browser.close());

async function signIn(login: string): Promise<void> {
  await signInto(page, desk.base, { login, password });
}

const text = (name: string): Promise<string> => page.locator(at(name)).first().innerText();

describe('the console', () => {
  it('takes an agent from the queue to the end of a ticket', async () => {
    await signIn('li');
    const ticket = desk.memory.put({ summary: '转账没有到账', priority: 'high' });
    desk.memory.say(ticket.number, { text: '昨晚转的，到现在没到' });

    await page.click(at(`ticket-${ticket.number}`));
    expect(await text('composer-closed')).toContain('接入后才能回复');
    await page.click(at('claim'));
    await page.fill(at('reply-text'), '您好，正在为您核实。');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector(at('line-agent'));
    expect(await text('line-agent')).toContain('您好，正在为您核实。');
    expect(await text('delivery')).toContain('等待发送');
    await page.click(at('act-resolve'));
    await page.click(at('resolve-solved'));
    await page.waitForSelector(`${at('thread-state')}:text("已结束")`);

    expect(desk.memory.ticket(ticket.number)).toMatchObject({ state: 'closed', closeCode: 'solved' });
    expect(browser.troubles).toEqual([]);
  });

  it('shows a new ticket and a new message without reloading', async () => {
    await signIn('li');

    const ticket = desk.memory.put({ summary: '退款还没有到' });
    await page.click(at(`ticket-${ticket.number}`));
    desk.memory.say(ticket.number, { text: '还在吗' });

    await page.waitForSelector(`${at('line-customer')}:has-text("还在吗")`);
    expect(await page.title()).toMatch(/^\(\d+\) /);
  });

  it('says who was faster', async () => {
    const ticket = desk.memory.put();
    await signIn('li');
    await page.click(at(`ticket-${ticket.number}`));
    await page.waitForSelector(at('claim'));
    // The signal that would take the button away is held back, as on a slow line.
    await page.route('**/api/desk/tickets*', (route) =>
      new Promise((go) => setTimeout(go, 800)).then(() => route.continue()),
    );
    await page.route('**/api/desk/tickets/*', (route) =>
      route.request().method() === 'GET'
        ? new Promise((go) => setTimeout(go, 800)).then(() => route.continue())
        : route.continue(),
    );

    await wang.post(`/api/desk/tickets/${ticket.number}/claim`);
    await page.click(at('claim'));

    await page.waitForSelector(at('toast'));
    expect(await text('toast')).toContain('已由 坐席1002（工号 1002）接入');
  });

  it('shows a refused reply with its reason, keeps the words, and keeps a draft per ticket', async () => {
    const [first, second] = [desk.memory.put(), desk.memory.put()];
    await signIn('li');
    await page.goto(`${desk.base}/desk/tickets/${first.number}`);
    await page.click(at('claim'));
    await page.fill(at('reply-text'), '请把验证码告诉我');
    await page.click(at('send'));

    expect(await text('refused')).toContain('不能向客户索要验证码。');
    await page.goto(`${desk.base}/desk/tickets/${second.number}`);
    await page.click(at('claim'));
    expect(await page.inputValue(at('reply-text'))).toBe('');
    await page.goto(`${desk.base}/desk/tickets/${first.number}`);
    expect(await page.inputValue(at('reply-text'))).toBe('请把验证码告诉我');
    expect(await text('bytes')).toBe('24 / 2048 字节');
  });

  it('does not send what an input method is still composing', async () => {
    const ticket = desk.memory.put();
    await signIn('li');
    await page.goto(`${desk.base}/desk/tickets/${ticket.number}`);
    await page.click(at('claim'));
    await page.fill(at('reply-text'), 'nihao');

    const press = (init: object): Promise<void> =>
      page.locator(at('reply-text')).dispatchEvent('keydown', { key: 'Enter', ctrlKey: true, ...init });
    await press({ isComposing: true });
    await press({ keyCode: 229 });
    await page.waitForTimeout(300);
    expect(await page.inputValue(at('reply-text'))).toBe('nihao');

    await press({});
    await page.waitForSelector(at('line-agent'));
  });

  it('moves by single keys, and leaves them to whoever is writing', async () => {
    const ticket = desk.memory.put({ priority: 'urgent', summary: '第一位' });
    await signIn('li');
    await page.waitForSelector(at(`ticket-${ticket.number}`));

    // The ticket is slow to come: what was pressed for it meanwhile is not lost.
    await page.route(`**/tickets/${ticket.number}`, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    await page.keyboard.press('j');
    await page.waitForSelector(`${at('thread-number')}:has-text("${ticket.number}")`);
    // The number is there before the ticket is: only what has been read can be claimed.
    await page.waitForSelector(at('claim'));
    await page.keyboard.press('c');
    await page.waitForSelector(at('reply-text'));
    await page.keyboard.press('n');
    await page.waitForSelector(`${at('note-text')}:focus`);
    await page.keyboard.type('xjk');
    expect(await page.inputValue(at('note-text'))).toBe('xjk');
    await page.locator(at('note-text')).blur();
    await page.keyboard.press('x');
    await page.waitForSelector(at('resolve-solved'));
  });

  it('tells when the line is gone, and catches up when it is back', async () => {
    await signIn('li');
    await page.context().setOffline(true);
    desk.desk.closeStreams();
    await page.waitForSelector(at('connection-lost'));

    const ticket = desk.memory.put({ summary: '断线时来的' });
    await page.context().setOffline(false);

    await page.waitForSelector(at(`ticket-${ticket.number}`));
    await page.waitForSelector(at('connection-lost'), { state: 'detached' });
  });

  it('leads to the sign-in as soon as the account is disabled', async () => {
    await desk.agent('gone');
    await signIn('gone');

    await desk.staff.accounts.change('gone', { disabled: true });

    await page.waitForSelector(at('ended'));
  });

  it('lets an administrator make, reset and disable accounts', async () => {
    await signIn('root');
    await page.click(at('rail-staff'));
    await page.click(at('new-account'));
    await page.fill(at('account-name'), '小赵');
    await page.fill(at('account-number'), '3001');
    await page.fill(at('account-login'), 'zhao');
    await page.fill(at('account-password'), password);
    await page.selectOption(at('account-tier'), '2');
    await page.click(at('make-account'));
    await page.waitForSelector(`${at('account-zhao')}:has-text("高级")`);
    await page.click(`${at('account-zhao')} ${at('edit')}`);
    await page.selectOption(at('account-tier'), '3');
    await page.click(at('make-account'));
    await page.waitForSelector(`${at('account-zhao')}:has-text("经理/技术")`);

    await page.click(`${at('account-zhao')} ${at('reset')}`);
    await page.click(at('confirm'));
    const link = await page.inputValue(at('link'));
    await page.goto(link);
    await page.fill(at('new-password'), 'another horse staple');
    await page.fill(at('new-password-again'), 'another horse staple');
    await page.click(at('set-up'));
    await page.waitForSelector(at('sign-in'));

    expect(link).toContain('/desk/setup?token=');
    expect(page.url()).not.toContain('token');
    await desk.signIn('zhao', 'another horse staple');
  });

  it('speaks English to whoever prefers it', async () => {
    await page.goto(`${desk.base}/desk`);
    await page.click(at('language'));
    await page.fill(at('login'), 'li');
    await page.fill(at('password'), 'a guess of mine');
    await page.click(at('sign-in'));

    expect(await text('fault')).toBe('The login, password or code is not right.');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });
});
