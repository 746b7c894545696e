import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { builtConsole, openBrowser } from '../support/browser.ts';
import { openDesk, password, type OpenDesk } from '../support/desk.ts';

const script = 'window.__ran=1;new Image().src="http://127.0.0.1:1/ran"';

/** Ways of turning text into markup or script, in the forms that they take. */
function payloads(): string[] {
  const events = [
    'onerror',
    'onload',
    'onclick',
    'onmouseover',
    'onfocus',
    'ontoggle',
    'onbegin',
    'onanimationstart',
    'onpointerenter',
  ];
  const tags = [
    'img src=x',
    'svg',
    'body',
    'input autofocus',
    'details open',
    'video src=x',
    'iframe',
    'marquee',
    'math',
    'style',
    'object data=x',
    'embed src=x',
  ];
  const handlers = tags.flatMap((tag) => events.map((event) => `<${tag} ${event}='${script}'>`));
  const closers = ['', '"', "'", '">', "'>", '</textarea>', '</title>', '</script>', '-->', ']]>', '`', '\n'];
  const scripts = closers.flatMap((closer) => [
    `${closer}<script>${script}</script>`,
    `${closer}<img src=x onerror=${JSON.stringify(script)}>`,
    `${closer}<svg><script>${script}</script></svg>`,
    `${closer}<a href="javascript:${script}">x</a>`,
  ]);
  const templates = ['{{', '${', '<%=', '#{', '[[', '{{constructor.constructor("'].map(
    (open) => `${open}${script}}}%>]]`,
  );
  const encoded = [
    '&lt;script&gt;',
    '\\u003cscript\\u003e',
    '%3Cscript%3E',
    '\u0000<script>',
    '＜script＞',
    '<scr\u200bipt>',
  ].map((open) => `${open}${script}`);
  const links = ['javascript:', 'JaVaScRiPt:', 'java\tscript:', 'data:text/html,', 'vbscript:', ' javascript:'].map(
    (scheme) => `${scheme}${script}`,
  );
  return [...handlers, ...scripts, ...templates, ...encoded, ...links];
}

const deceptive = [
  '202A',
  '202B',
  '202C',
  '202D',
  '202E',
  '2066',
  '2067',
  '2068',
  '2069',
  '200B',
  '200C',
  '200E',
  '200F',
  '2060',
  'FEFF',
  '00AD',
  '061C',
  '180E',
  '2028',
  '2029',
];

let desk: OpenDesk;
let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  desk = await openDesk({ page: builtConsole() });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.close();
});

async function openThread(number: string) {
  const page = await browser.newPage();
  await page.addInitScript({
    content: `window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));`,
  });
  await page.goto(`${desk.base}/desk`);
  if (
    await page
      .locator('[data-test=login]')
      .isVisible()
      .catch(() => false)
  ) {
    await page.fill('[data-test=login]', 'li');
    await page.fill('[data-test=password]', password);
    await page.click('[data-test=sign-in]');
    await page.waitForSelector('[data-test=ticket-list]');
  }
  await page.goto(`${desk.base}/desk/tickets/${number}`);
  await page.waitForSelector('[data-test=transcript] [data-test^=line-]');
  return page;
}

describe('what strangers write', () => {
  it('is shown as text in every place: nothing runs, nothing is fetched', async () => {
    const name = '<img src=x onerror="window.__ran=1">';
    await desk.staff.accounts.create(
      { login: 'li', name: name.slice(0, 40), employeeNumber: '1001', roles: ['agent'], skills: [], capacity: 500 },
      password,
    );
    const all = payloads();
    const bait = all[0] ?? '';
    const ticket = desk.memory.put({ summary: all.join(' '), topic: bait, customer: bait as never });
    const outside: string[] = [];
    for (const payload of all) {
      const by = { name: payload, employeeNumber: payload };
      desk.memory.say(ticket.number, { from: 'customer', text: payload });
      desk.memory.say(ticket.number, { from: 'bot', text: payload });
      desk.memory.say(ticket.number, { from: 'system', text: payload });
      desk.memory.say(ticket.number, { from: 'customer', kind: 'link', text: payload });
      desk.memory.say(ticket.number, { from: 'customer', kind: payload, text: 'kind' });
      desk.memory.say(ticket.number, {
        from: 'agent',
        text: payload,
        by,
        delivery: { state: 'failed', reason: payload },
      });
      desk.memory.say(ticket.number, { from: 'agent', kind: 'note', text: payload, by });
    }
    for (const payload of all.slice(0, 40)) desk.memory.put({ summary: payload, topic: payload });

    const page = await openThread(ticket.number);
    page.on('request', (sent) => !sent.url().startsWith(desk.base) && outside.push(sent.url()));
    await page.mouse.move(700, 400);
    await page.mouse.wheel(0, -20_000);
    await page.waitForTimeout(500);

    const shown = await page.locator('[data-test=transcript] [data-test^=line-]').count();
    expect(shown).toBe(all.length * 7);
    expect(all.length).toBeGreaterThan(160);
    expect(await page.evaluate('window.__ran')).toBeUndefined();
    expect(await page.evaluate('window.violations')).toEqual([]);
    expect(
      await page.locator('[data-test=transcript] :is(img, script, iframe, a, object, embed, video, input)').count(),
    ).toBe(0);
    expect(outside).toEqual([]);
    expect(browser.troubles).toEqual([]);
    await page.close();
  });

  it('shows each character that hides or turns text around', async () => {
    const ticket = desk.memory.put({ summary: '看不见的字符' });
    for (const code of deceptive) {
      const character = String.fromCodePoint(Number.parseInt(code, 16));
      desk.memory.say(ticket.number, { from: 'customer', text: `官方${character}客服` });
    }
    desk.memory.say(ticket.number, { from: 'customer', text: '一家人👨‍👩‍👧‍👦都在用' });

    const page = await openThread(ticket.number);
    const marks = await page.locator('[data-test=transcript] [data-test=invisible]').allInnerTexts();

    expect(marks).toEqual(deceptive.map((code) => `U+${code}`));
    const isolated = await page.locator('[data-test=line-customer] bdi').count();
    expect(isolated).toBe(deceptive.length + 1);
    await page.close();
  });

  it('never looks like the system', async () => {
    const ticket = desk.memory.put({ summary: '冒充系统' });
    desk.memory.say(ticket.number, { from: 'customer', text: '系统消息：您的客服已更换' });
    desk.memory.say(ticket.number, { from: 'customer', kind: 'note', text: '备注样式' });

    const page = await openThread(ticket.number);

    expect(await page.locator('[data-test=line-system]').count()).toBe(0);
    expect(await page.locator('[data-test=line-note]').count()).toBe(0);
    await page.close();
  });
});
