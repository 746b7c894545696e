import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { shippedKnowledge } from '../knowledge/shipped.ts';
import { maintenance, startSite } from '../pages/site.ts';
import type { RunningSite } from '../pages/site.ts';

const phone = { width: 390, height: 844 };
/** The narrowest that WCAG's reflow asks for. */
const narrow = 320;
/** What is left of it inside WeChat, below its bar. */
const insideWechat = 753;
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const paths = [
  '/help',
  '/help/fraud',
  '/help/topup-withdraw/topup-not-arrived',
  '/help/account-security/theft-freeze',
  `/help?q=${encodeURIComponent('忘记密码')}`,
  '/help?q=x',
  '/notices',
  '/official',
  '/privacy',
  '/t/K20261122-0042?k=right',
  '/t/K20261122-0042',
];

let browser: Browser;
let site: RunningSite;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  site = await startSite({
    notices: () => Promise.resolve([maintenance]),
    ticketStatus: (_, token) =>
      Promise.resolve(token === 'right' ? { state: 'queued', ahead: 1, queuedAt: maintenance.from } : undefined),
  });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function open<T>(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: phone, locale: 'zh-CN', ...options });
  try {
    const page = await context.newPage();
    await page.goto(site.url + path);
    return await look(page);
  } finally {
    await context.close();
  }
}

async function violations(path: string, colorScheme: 'light' | 'dark'): Promise<string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return open(path, { bypassCSP: true, colorScheme }, async (page) => {
    await page.evaluate(axe);
    const found: unknown = await page.evaluate(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
    );
    return found as string[];
  });
}

describe('the pages in a phone’s browser', () => {
  it.each(paths)('%s meets WCAG 2.2 AA by light and by dark', async (path) => {
    expect(await violations(path, 'light')).toEqual([]);
    expect(await violations(path, 'dark')).toEqual([]);
  });

  it.each(paths)('%s is read without scrolling sideways, at twice the text size and at 320 px too', async (path) => {
    const overflows = await open(path, {}, async (page) => {
      const found: unknown[] = [];
      for (const [width, size] of [
        [phone.width, '100%'],
        [phone.width, '200%'],
        [narrow, '100%'],
        [narrow, '200%'],
      ] as const) {
        await page.setViewportSize({ width, height: phone.height });
        await page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
        found.push(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
      }
      return found;
    });

    expect(overflows).toEqual([0, 0, 0, 0]);
  });

  it('is printed with every step, and without what paper cannot do', async () => {
    const shown = await open('/help/account-security/theft-freeze', {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      return Promise.all(
        ['.steps', '.checklist', '.share', '.calls', '.search', 'header nav'].map((part) => page.isVisible(part)),
      );
    });

    expect(shown).toEqual([true, true, true, true, false, false]);
  });

  it('shows an urgent page’s calls and every step on one screen', async () => {
    const { entries } = await shippedKnowledge();
    for (const { topic, id } of entries.filter(({ priority }) => priority === 'urgent')) {
      const bottom = await open(`/help/${topic}/${id}`, {}, (page) =>
        page.evaluate("document.querySelector('.steps').getBoundingClientRect().bottom"),
      );
      expect([id, Number(bottom) <= insideWechat]).toEqual([id, true]);
    }
  });

  it('has targets that a thumb can hit', async () => {
    const small = await open('/help/account-security/theft-freeze', {}, (page) =>
      page.evaluate(
        "[...document.querySelectorAll('a:not(.skip), button')].filter((e) => e.getBoundingClientRect().height < 24).map((e) => e.textContent)",
      ),
    );

    expect(small).toEqual([]);
  });
});
