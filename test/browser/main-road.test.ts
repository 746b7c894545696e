import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { at, openBrowser, signInto } from '../support/browser.ts';
import { adminPassword, openProduct, type Product } from '../support/product.ts';

const screenshots = path.join(import.meta.dirname, 'screenshots');

let product: Product;
/** A browser each: a page behind another one would be slowed down. */
let browsers: readonly Awaited<ReturnType<typeof openBrowser>>[];
/** The customer's side and the agent's, never reloaded. */
let phone: Page;
let desk: Page;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  product = await openProduct();
  const [customers, agents] = await Promise.all([openBrowser({ width: 900 }), openBrowser()]);
  browsers = [customers, agents];
  [phone, desk] = [await customers.newPage(), await agents.newPage()];
  for (const page of [phone, desk]) page.setDefaultTimeout(10_000);
  await Promise.all([phone.goto(`${product.base}/simulator`), signIn()]);
  // Gone if either page is loaded again.
  await Promise.all([phone, desk].map((page) => page.evaluate('window.stayed = true')));
}, 60_000);
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await product.close();
});

async function signIn(): Promise<void> {
  await signInto(desk, product.base, { password: adminPassword });
  await desk.waitForSelector(at('list-empty'));
}

const fromAccount = `${at('bubble')}[data-from=account]`;

/** What the account answers to an act, once it has come. */
async function answerTo(act: () => Promise<void>): Promise<string> {
  const before = await phone.locator(fromAccount).count();
  await act();
  const answer = phone.locator(fromAccount).nth(before);
  await answer.waitFor();
  return answer.innerText();
}

function tap(menu: string, item: string): Promise<string> {
  return answerTo(async () => {
    if (!(await phone.isVisible(at('menu-button')))) await phone.click(at('menu-toggle'));
    await phone.click(`${at('menu-button')}:has-text("${menu}")`);
    await phone.click(`${at('menu-item')}:has-text("${item}")`);
  });
}

function say(text: string): Promise<string> {
  return answerTo(async () => {
    if (!(await phone.isVisible(at('phone-input')))) await phone.click(at('menu-toggle'));
    await phone.fill(at('phone-input'), text);
    await phone.click(at('phone-send'));
  });
}

describe('a customer and an agent, side by side in a browser', () => {
  it('welcomes who follows, with what staff never ask for', async () => {
    const welcome = await answerTo(() => phone.click(at('follow')));

    expect(welcome).toContain('欢迎关注');
    expect(welcome).toMatch(/绝不会.*密码.*验证码/);
  });

  it.each([
    ['客服帮助', '联系客服', '转人工'],
    ['客服帮助', '帮助中心', '登录与密码'],
    ['自助服务', '忘记密码', '忘记登录密码'],
    ['安全中心', '账户被盗紧急处理', '冻结'],
  ])('answers a tap on %s › %s', async (menu, item, expected) => {
    expect(await tap(menu, item)).toContain(expected);
  });

  it.each([
    ['帮助', '想了解'],
    ['钱包被盗了怎么办', '冻结'],
    ['忘记密码', '1. '],
    ['转账没到账', '1. '],
  ])('answers %s', async (text, expected) => {
    expect(await say(text)).toContain(expected);
  });

  it('brings a matter to the agent, who sees it without reloading', async () => {
    expect(await say('转人工')).toContain('一句话');
    const told = await say('昨天转账 500 元，对方没收到');
    const [, number] = /编号 (K\d{8}-\d{4})/.exec(told) ?? [];

    const row = desk.locator(at(`ticket-${number ?? ''}`));
    await row.waitFor();
    expect(await row.locator(at('row-summary')).innerText()).toContain('对方没收到');
    await row.click();
    await desk.locator(`${at('line-customer')}:has-text("昨天转账 500 元")`).waitFor();
    const before = await desk.locator(at('line-bot')).allInnerTexts();
    expect(before.join('\n')).toContain('回复 跳过 进入排队');
    expect(before.join('\n')).not.toContain('weixin://');
  });

  it('brings the agent’s words to the phone, signed, and shows him that they are sent', async () => {
    await desk.click(at('claim'));
    const answer = await answerTo(async () => {
      await desk.fill(at('reply-text'), '您好，正在为您核实这笔转账，请稍等。');
      await desk.click(at('send'));
    });

    expect(answer).toContain('正在为您核实这笔转账');
    expect(answer).toMatch(/工号\s?\w+/);
    await desk.locator(`${at('delivery')}:has-text("已发送")`).waitFor();
    await desk.screenshot({ path: path.join(screenshots, 'main-road-console.png') });
  });

  it('brings what the customer adds to the open ticket', async () => {
    await phone.fill(at('phone-input'), '好的，谢谢');
    await phone.click(at('phone-send'));

    await desk.locator(`${at('line-customer')}:has-text("好的，谢谢")`).waitFor();
  });

  it('asks whether it helped, and ends the ticket with the answer', async () => {
    const asked = await answerTo(async () => {
      await desk.click(at('act-resolve'));
      await desk.click(at('resolve-solved'));
    });
    expect(asked).toContain('帮到您了吗');
    await phone.screenshot({ path: path.join(screenshots, 'main-road-phone.png') });

    expect(await answerTo(() => phone.click(`${at('choice')}:has-text("已解决") >> nth=-1`))).toContain('谢谢');
    await desk.locator(`${at('thread-state')}:has-text("已结束")`).waitFor();
  });

  it('needed no reload and left no complaint in either page', async () => {
    expect(await Promise.all([phone, desk].map((page) => page.evaluate('window.stayed')))).toEqual([true, true]);
    expect(browsers.flatMap(({ troubles }) => troubles)).toEqual([]);
  });
});
