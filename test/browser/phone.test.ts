import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { sampleMedia } from '../../src/simulator/phone/sample-media.ts';
import { textAt } from '../../src/simulator/wire/xml.ts';
import { apiClient } from '../simulator/support/api-client.ts';
import { startSimulator, textReply, type Product, type Started } from '../simulator/support/echo-product.ts';

const welcome = '欢迎。<a href="weixin://bizmsgmenu?msgmenucontent=转人工&msgmenuid=103">人工服务</a>';
const product: Product = (pushed) => {
  const [event, text] = [textAt(pushed.plain, 'Event'), textAt(pushed.plain, 'Content')];
  if (event === 'subscribe') return textReply(pushed, welcome);
  if (event === 'CLICK') return textReply(pushed, `菜单：${textAt(pushed.plain, 'EventKey')}`);
  if (text === '坏') return '{}';
  return text === '' ? 'success' : textReply(pushed, `收到：${text}`);
};
const menu = {
  button: [
    { name: '客服帮助', sub_button: [{ type: 'click', name: '联系客服', key: 'contact' }] },
    { type: 'click', name: '安全中心', key: 'safety' },
  ],
};

let browser: Browser;
let started: Started;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  });
});
afterAll(() => browser.close());

beforeEach(async () => {
  started = await startSimulator(product);
  const client = await apiClient(started.api);
  await client.post('/cgi-bin/menu/create', menu);
  complaints = [];
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${started.origin}/simulator`);
});
afterEach(async () => {
  await page.close();
  await started.stop();
});

const bubble = (from: string, text: string) =>
  page.locator(`[data-test=bubble][data-from=${from}]`, { hasText: text }).waitFor();

async function follow(): Promise<void> {
  await page.click('[data-test=follow]');
  await bubble('account', '欢迎');
}

async function say(text: string): Promise<void> {
  if (!(await page.isVisible('[data-test=phone-input]'))) await page.click('[data-test=menu-toggle]');
  await page.fill('[data-test=phone-input]', text);
  await page.click('[data-test=phone-send]');
}

describe('the phone', () => {
  it('follows the account, taps its menu and writes to it', async () => {
    await follow();
    await page.click('[data-test=menu-button]:has-text("客服帮助")');
    await page.click('[data-test=menu-item]:has-text("联系客服")');
    await bubble('account', '菜单：contact');
    await say('忘记密码');
    await bubble('customer', '忘记密码');
    await bubble('account', '收到：忘记密码');

    expect(complaints).toEqual([]);
  });

  it('sends back an item of a text when it is tapped', async () => {
    await follow();
    await page.click('[data-test=choice]:has-text("人工服务")');
    await bubble('customer', '转人工');

    expect(textAt(started.pushes.at(-1)?.plain, 'bizmsgmenuid')).toBe('103');
  });

  it('shows a customer-service message as it comes', async () => {
    await follow();
    const client = await apiClient(started.api);
    await client.send(started.simulator.customers()[0]?.openId ?? '', '您好，我是 1001 号客服');

    await bubble('account', '您好，我是 1001 号客服');
  });

  it('shows markup that the account did not mean as text, and runs none of it', async () => {
    await follow();
    await say('<img src=x onerror="document.title=1"><script>document.title=2</script>');

    await bubble('account', '<img src=x onerror="document.title=1"><script>');
    expect(await page.title()).toBe('示例钱包 · 微信模拟器');
    expect(await page.locator('.lines script, .lines img[src=x]').count()).toBe(0);
  });

  it('sends a picture', async () => {
    await follow();
    await page.click('[data-test=menu-toggle]');
    await page.click('[data-test=plus]');
    await page.setInputFiles('[data-test=phone-image]', {
      name: 'a.png',
      mimeType: 'image/png',
      buffer: sampleMedia.image.bytes,
    });

    await page.locator('[data-test=bubble][data-kind=image] img').waitFor();
    expect(textAt(started.pushes.at(-1)?.plain, 'MsgType')).toBe('image');
  });

  it('shows the system’s line when the account fails', async () => {
    await follow();
    await say('坏');

    await bubble('system', '该公众号暂时无法提供服务，请稍后再试');
  });

  it('leaves the account, and comes back', async () => {
    await follow();
    await page.click('[data-test=more]');
    await page.click('[data-test=unfollow]');
    await page.locator('[data-test=follow]').waitFor();

    expect(await page.isVisible('[data-test=menu-button]')).toBe(false);
    await page.click('[data-test=follow]');
    await page.locator('[data-test=menu-button]').first().waitFor();
  });

  it('has several customers, one at a time on a narrow screen', async () => {
    await follow();
    await page.click('[data-test=add-customer]');
    await page.locator('[data-test=phone] >> nth=1').waitFor();
    expect(await page.locator('[data-test=phone]:visible').count()).toBe(2);

    await page.setViewportSize({ width: 390, height: 780 });
    expect(await page.locator('[data-test=phone]:visible').count()).toBe(1);
    await page.click('.tab >> nth=0');
    expect(await page.locator('[data-test=phone]:visible').textContent()).toContain('欢迎');
  });

  it('can be used with the keyboard alone', async () => {
    await page.locator('[data-test=follow]').press('Enter');
    await bubble('account', '欢迎');
    await page.locator('[data-test=menu-button] >> nth=0').press('Enter');
    await page.keyboard.press('Enter');
    await bubble('account', '菜单：contact');
    await page.locator('[data-test=menu-toggle]').press('Enter');
    await page.keyboard.type('你好');
    await page.keyboard.press('Enter');

    await bubble('account', '收到：你好');
  });

  it.each([1280, 390])('has no fault that axe knows, %i pixels wide', async (width) => {
    await page.setViewportSize({ width, height: 780 });
    await follow();
    await page.click('[data-test=menu-button]:has-text("客服帮助")');
    await page.waitForTimeout(300);
    const found = await faultsSeenByAxe();
    await say('你好');
    await bubble('account', '收到');
    await page.waitForTimeout(300);

    expect([...found, ...(await faultsSeenByAxe())]).toEqual([]);
  });
});

async function faultsSeenByAxe(): Promise<string[]> {
  // The page's policy lets no other script in: axe comes as the browser's own.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe.source });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run().then((found) => found.violations.map((one) => one.id + ' ' + one.nodes.map((n) => n.html).join(' ')))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return result.value as string[];
}
