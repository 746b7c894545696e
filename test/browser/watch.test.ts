import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { at, openBrowser, signInto } from '../support/browser.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

type Browser = Awaited<ReturnType<typeof openBrowser>>;

const impostor = 'wallet-refund-desk.top';

let product: Product;
let asker: Phone;
let report: string;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  product = await openProduct();
  asker = await product.phone();
  await asker.follow();
  await asker.say(`https://${impostor}/a 这个链接是你们的吗`);
  const victim = await product.phone();
  await victim.follow();
  await victim.say('举报');
  await victim.say(`自称客服，让我打开 ${impostor}`);
  for (let answer = ''; !/R\d{8}-\d{4}/.test(answer); report = /R\d{8}-\d{4}/.exec(answer)?.[0] ?? '')
    answer = await victim.say('跳过');
}, 60_000);
afterAll(() => product.close());
beforeEach(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(20_000);
});
afterEach(() => browser.close());

async function openWatchList(): Promise<void> {
  await signInto(page, product.base, { password: adminPassword });
  await page.click(at('rail-watch'));
  await page.click(at('watch-all'));
  await page.waitForSelector(at('cluster'));
}

describe('the page of impostors', () => {
  it('shows reports by what they name, which is opened with a reason alone', async () => {
    await openWatchList();
    expect(await page.textContent('main')).not.toContain(impostor);

    await page.click(at('watch-open'));
    await page.fill(at('watch-reason'), '核对举报内容');
    await page.click(at('watch-send'));

    expect(await page.textContent(at('watch-evidence'))).toContain(impostor);
    expect(await page.textContent('[role="dialog"]')).toContain(report);
  });

  it('confirms one: whoever asked before is told, and the file for the police has what was reported', async () => {
    await openWatchList();
    await page.click(at('watch-confirm'));
    expect(await waitFor(() => told())).toMatch(/核实为假冒/);

    await page.click(at('watch-confirmed'));
    await page.click(at('watch-export'));
    await page.fill(at('watch-reason'), '报警使用');
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(at('watch-send'))]);

    const csv = await readFile(await file.path(), 'utf8');
    expect(csv).toContain(impostor);
    expect(csv).toContain(report);
  });

  it('adds what was learned elsewhere, and nothing that is ours', async () => {
    await openWatchList();
    await page.click(at('watch-add'));
    await page.fill(at('watch-text'), '官网 wallet.example');
    await page.fill(at('watch-reason'), '同业通报');
    await page.click(at('watch-send'));
    await page.waitForSelector('[role="alert"]');

    await page.fill(at('watch-text'), '假客服微信号 kefu-sample-01');
    await page.click(at('watch-send'));
    await page.waitForSelector('[role="dialog"]', { state: 'detached' });

    await page.click(at('watch-confirmed'));
    await waitFor(async () => ((await page.locator(at('cluster')).count()) === 2 ? true : undefined));
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await openWatchList();

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});

async function told(): Promise<string | undefined> {
  const bubbles = await asker.bubbles();
  return bubbles.map(({ words }) => words).find((words) => words.includes('问过的链接'));
}
