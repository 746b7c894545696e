import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { brokenRules } from '../support/axe.ts';
import { at, openBrowser, signInto } from '../support/browser.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import { smallConfig } from '../support/small-config.ts';

// Publishing learns the whole base, beside a browser.
jest.setTimeout(120_000);

let config: Awaited<ReturnType<typeof smallConfig>>;
let product: Product;
let customer: Phone;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;
beforeAll(async () => {
  config = await smallConfig();
  product = await openProduct({ CONFIG_DIR: config.dir });
  customer = await product.phone();
  await customer.follow();
  for (const text of ['怎么把余额捐给山区学校', '想把余额捐给山区小学', '余额可以捐给山区学校吗'])
    await customer.say(text);
});
afterAll(async () => {
  await product.close();
  await config.remove();
});
beforeEach(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  await signInto(page, product.base, { password: adminPassword });
  await page.goto(`${product.base}/desk/knowledge`);
});
afterEach(() => browser.close());

const sideways = (): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

describe('the knowledge base in the console', () => {
  it('takes an edit from the list to what customers are told, and back', async () => {
    await page.fill(at('find-entry'), 'fees');
    await page.click(`${at('entry-fees')} a`);
    await page.waitForSelector(at('entry-answer'));
    await page.fill(at('entry-answer'), '手续费以新规则为准：\n{steps}');
    await page.fill(at('entry-steps'), '打开 App\n查看费率');
    expect(await page.innerText(at('preview'))).toMatch(/手续费以新规则为准：\n1\. 打开 App\n2\. 查看费率/);
    await page.waitForSelector(at('unsaved'));

    await page.click(at('publish-entry'));
    await page.waitForSelector(`${at('toast')}:has-text("已发布")`);
    expect(await customer.say('手续费怎么收')).toContain('以新规则为准');
    expect(await page.innerText(at('history'))).toContain('存草稿');
    expect(await brokenRules(page)).toEqual([]);

    await page.click(at('restore-files'));
    await page.waitForSelector(`${at('toast')}:has-text("已恢复")`);
    expect(await customer.say('手续费怎么收')).not.toContain('以新规则为准');
    expect(browser.troubles).toEqual([]);
  });

  it('says in words what keeps an entry from customers, and keeps it from them', async () => {
    await page.goto(`${product.base}/desk/knowledge/receipt`);
    await page.waitForSelector(at('entry-answer'));
    await page.fill(at('entry-answer'), '1. 请把验证码发给客服');
    await page.click(at('publish-entry'));

    await page.waitForSelector(at('findings'));
    expect(await page.innerText(at('findings'))).toContain('必须改');
    expect(await brokenRules(page)).toEqual([]);
  });

  it('begins an entry with what customers asked and nobody answered', async () => {
    await page.click(at('draft-it-0'));
    await page.waitForSelector(at('entry-questions'));

    expect(await page.inputValue(at('entry-questions'))).toContain('山区');
    await page.fill(at('entry-id'), 'donate');
    await page.fill(at('entry-title'), '用余额捐款');
    await page.selectOption(at('entry-topic'), 'payment');
    await page.fill(at('entry-answer'), '目前不能用余额捐款。\n1. 可以回复 [[反馈]] 告诉我们');
    await page.click(at('save-draft'));
    await page.waitForURL('**/desk/knowledge/donate');
    await page.click('a[href="/desk/knowledge"].icon-button');
    expect(await page.innerText(at('entry-donate'))).toContain('未发布');
  });

  it('explains an answer by the figures and features that made it', async () => {
    await page.fill(at('try-text'), '提領兩天了錢還沒到帳');
    await page.click(at('try'));
    await page.waitForSelector(at('explained'));
    await page.click(`${at('explained')} summary`);

    const told = await page.innerText(at('explained'));
    for (const part of ['提现两天了钱还没到账', '领先第二', '内容覆盖', 'ARRIVE', '搭配']) expect(told).toContain(part);
    expect(await brokenRules(page)).toEqual([]);
  });

  it('is exported by a link', async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(at('export-csv'))]);

    expect(file.suggestedFilename()).toBe('knowledge.csv');
  });

  it.each(['knowledge', 'knowledge/fees', 'knowledge/new'])(
    'shows /%s on a phone without scrolling sideways',
    async (path) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`${product.base}/desk/${path}`);
      await page.waitForSelector('.page .box');

      expect(await sideways()).toBe(false);
      expect(await brokenRules(page)).toEqual([]);
      expect(browser.troubles).toEqual([]);
    },
  );
});
