import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shippedKnowledge } from '../knowledge/shipped.ts';
import { maintenance, startSite } from './site.ts';
import type { RunningSite } from './site.ts';

let site: RunningSite;
beforeAll(async () => {
  site = await startSite({ notices: () => Promise.resolve([maintenance]), publicUrl: 'https://help.wallet.example' });
});
afterAll(() => site.close());

async function read(path: string): Promise<{ status: number; headers: Headers; text: string }> {
  const answer = await fetch(site.url + path, { redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('the help centre', () => {
  it('shows what is urgent before the topics, and a notice in force before both', async () => {
    const { status, text } = await read('/help');

    expect(status).toBe(200);
    const places = ['提现维护', '紧急情况', '账户被盗，先紧急冻结', '按主题查看'].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('has a page for each topic that lists its entries', async () => {
    const { topics } = await shippedKnowledge();

    for (const topic of topics) {
      const { status, text } = await read(`/help/${topic.id}`);
      expect([topic.id, status]).toEqual([topic.id, 200]);
      for (const { id } of topic.entries) expect(text).toContain(`href="/help/${topic.id}/${id}"`);
    }
  });

  it('shows an entry’s steps as a list, what to prepare, and what comes next', async () => {
    const { text } = await read('/help/topup-withdraw/topup-not-arrived');

    expect(text).toMatch(/<ol class="steps">\s*<li>打开 App「我的」→「账单」/);
    expect(text).toContain('<li>交易单号</li>');
    expect(text).toContain('href="/help/refund/refund-late"');
    expect(text).toContain('例如');
  });

  it('turns words to tap into words that can be read', async () => {
    const { text } = await read('/help/topup-withdraw/topup-not-arrived');

    expect(text).toContain('回复「转人工」');
    expect(text).not.toContain('[[');
  });

  it('begins an urgent page with numbers to call', async () => {
    const { text } = await read('/help/account-security/theft-freeze');

    expect(text.indexOf('href="tel:110"')).toBeGreaterThan(text.indexOf('<h1>'));
    expect(text.indexOf('href="tel:110"')).toBeLessThan(text.indexOf('<ol'));
    expect(text).toContain('href="tel:4000000000"');
  });

  it('calls nobody from a page that can wait', async () => {
    expect((await read('/help/limits-fees/fees')).text).not.toContain('tel:');
  });

  it('leads an entry’s old address to the topic that it has moved to', async () => {
    const { status, headers } = await read('/help/payment/theft-freeze');

    expect(status).toBe(301);
    expect(headers.get('location')).toBe('/help/account-security/theft-freeze');
  });

  it.each(['/help/nowhere', '/help/payment/nowhere', '/help/payment/__proto__', '/help/%E4%BD%A0'])(
    'says that there is no page at %s, and offers a search',
    async (path) => {
      const { status, text } = await read(path);

      expect(status).toBe(404);
      expect(text).toContain('role="search"');
    },
  );

  it('finds entries by a question', async () => {
    const { text } = await read(`/help?q=${encodeURIComponent('忘记密码')}`);

    expect(text).toContain('href="/help/sign-in/forgot-password"');
  });

  it('says what to do where nothing was found', async () => {
    const { status, text } = await read(`/help?q=${encodeURIComponent('天气')}`);

    expect(status).toBe(200);
    expect(text).toContain('没有找到');
  });

  it('shows what was searched for as text, whatever was typed', async () => {
    const { text } = await read(`/help?q=${encodeURIComponent(`"><script>alert(1)</script>'`)}`);

    expect(text).not.toContain('<script');
    expect(text).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('cuts a search that is longer than a question', async () => {
    const { text } = await read(`/help?q=${'a'.repeat(500)}`);

    expect(text).toContain('a'.repeat(200));
    expect(text).not.toContain('a'.repeat(201));
  });

  it('takes the first of several searches', async () => {
    expect((await read('/help?q=%E4%B8%80&q=%E4%BA%8C')).text).toContain('value="一"');
  });
});

describe('every page', () => {
  const paths = [
    '/help',
    '/help/fraud',
    '/help/fraud/fake-agent',
    '/help?q=x',
    '/notices',
    '/official',
    '/privacy',
    '/t/K1',
  ];

  it.each(paths)('%s names the account, the company, the privacy notice’s version and the ICP filing', async (path) => {
    const { text } = await read(path);

    expect(text).toContain('本页来自微信公众号「示例钱包」（示例支付科技有限公司）');
    expect(text).toContain('版本 1.0');
    expect(text).toContain('示例ICP备00000000号-1');
  });

  it.each(paths)('%s runs no script and loads nothing from elsewhere', async (path) => {
    const { headers, text } = await read(path);

    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(headers.get('content-security-policy')).not.toContain('script-src');
    expect(text).not.toMatch(/<script|style=|\son\w+=|javascript:/i);
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('has one style sheet, kept for good under an address of its content', async () => {
    const href = /href="(\/help\/assets\/[0-9a-f]{12}\.css)"/.exec((await read('/help')).text)?.[1] ?? '';

    const { status, headers } = await read(href);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/css');
    expect(headers.get('cache-control')).toContain('immutable');
  });
});

describe('search engines', () => {
  it('find every entry in the sitemap', async () => {
    const { entries } = await shippedKnowledge();
    const { headers, text } = await read('/sitemap.xml');

    expect(headers.get('content-type')).toContain('xml');
    for (const { topic, id } of entries)
      expect(text).toContain(`<loc>https://help.wallet.example/help/${topic}/${id}</loc>`);
    expect((await read('/robots.txt')).text).toContain('Sitemap: https://help.wallet.example/sitemap.xml');
  });

  it('are given one address for a page, and none for what somebody searched', async () => {
    expect((await read('/help/fraud')).text).toContain('rel="canonical" href="https://help.wallet.example/help/fraud"');
    const search = await read('/help?q=x');
    expect(search.headers.get('x-robots-tag')).toBe('noindex');
    expect(search.headers.get('cache-control')).toBe('no-store');
  });
});
