import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventInput } from '../../src/domain/event.ts';
import type { Page } from '../../src/domain/page.ts';
import { createPager } from '../../src/paging/pager.ts';
import { createPagesStore, type StoredPage } from '../../src/paging/pages-store.ts';
import { createWebhook } from '../../src/paging/webhook.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

type Answer = { status?: number; body?: unknown; location?: string };

let store: TestStore;
let server: Server;
let now = Date.UTC(2026, 10, 22, 2);
let answers: Answer[] = [];
const posted: { url: string; body: { text?: { content?: string } } }[] = [];
const clock = () => new Date(now);

beforeAll(async () => {
  store = await openTestStore();
  server = createServer((req, res) => {
    let text = '';
    req.on('data', (part: Buffer) => (text += part.toString()));
    req.on('end', () => {
      posted.push({ url: req.url ?? '', body: JSON.parse(text) as (typeof posted)[number]['body'] });
      const { status = 200, body = { errcode: 0 }, location } = answers.shift() ?? {};
      res.writeHead(status, location === undefined ? {} : { Location: location }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  answers = [];
  posted.length = 0;
});
afterAll(async () => {
  server.close();
  await store.close();
});

let made = 0;
async function open() {
  const { port } = server.address() as AddressInfo;
  const pages = createPagesStore({ connection: store.connection, clock });
  await ensureIndexes(store.connection);
  const events: EventInput[] = [];
  const dead: StoredPage[] = [];
  const pager = createPager({
    store: pages,
    webhook: createWebhook({
      url: `http://127.0.0.1:${port}/robot?key=sample`,
      form: 'wecom',
      secret: undefined,
      clock,
    }),
    record: (event) => Promise.resolve(void events.push(event)),
    clock,
    onDead: (page) => dead.push(page),
    onError(error) {
      throw error;
    },
  });
  const page: Page = { id: `page-${++made}`, to: 'lead', kind: 'case_overdue', codes: ['complaint', 'answer'] };

  /** Posts whatever is due, and waits until nothing is on its way. */
  async function round(): Promise<void> {
    pager.nudge();
    await pager.idle();
  }
  return { pager, pages, events, dead, page, round };
}

describe('a page to staff', () => {
  it('is posted once however often it is made, with numbers and words of fixed lists', async () => {
    const { pager, page, events, round } = await open();
    await Promise.all([pager.page(page), pager.page(page), pager.page(page)]);
    await round();

    expect(posted.map(({ body }) => body.text?.content)).toEqual([
      '【客服台】投诉或举报已超时\n投诉 · 答复\n请值班组长处理。',
    ]);
    expect(events.map(({ kind, codes }) => [kind, codes])).toEqual([
      ['page.case_overdue', ['lead', 'complaint', 'answer']],
    ]);
  });

  it('is tried again when the robot is busy, later each time, and then is done', async () => {
    answers = [{ status: 502 }, { body: { errcode: 45009 } }];
    const { pager, pages, page, round } = await open();
    await pager.page(page);
    await round();
    await round();
    const afterOne = posted.length;
    now += 5000;
    await round();
    now += 5000;
    await round();
    const afterTwo = posted.length;
    now += 5000;
    await round();

    expect([afterOne, afterTwo, posted.length]).toEqual([1, 2, 3]);
    expect(await pages.get(page.id)).toMatchObject({ state: 'done', attempts: 3 });
  });

  it('is given up after eight tries, and that is told', async () => {
    answers = Array.from({ length: 9 }, () => ({ status: 500 }));
    const { pager, pages, page, dead, round } = await open();
    await pager.page(page);
    for (let n = 0; n < 12; n++, now += 20 * 60_000) await round();

    expect(posted).toHaveLength(8);
    expect(dead).toMatchObject([{ id: page.id, fault: 'http:500' }]);
    expect(await pages.get(page.id)).toMatchObject({ state: 'dead' });
  });

  it('is not tried again when the robot refuses it for good, and follows no redirect', async () => {
    answers = [{ status: 302, location: '/elsewhere' }, { body: { errcode: 93000 } }];
    const { pager, page, dead, round } = await open();
    await pager.page(page);
    await pager.page({ ...page, id: `${page.id}-b` });
    await round();
    await round();

    expect(posted.map(({ url }) => url)).toEqual(['/robot?key=sample', '/robot?key=sample']);
    expect(dead.map(({ fault }) => fault)).toEqual(['http:302', 'robot:93000']);
  });

  it('that a crash left on its way is posted after all', async () => {
    const { pages, page, round } = await open();
    await pages.add(page, 'queued');
    await pages.claimNext();
    await round();
    const early = posted.length;
    now += 61_000;
    await round();

    expect([early, posted.length]).toEqual([0, 1]);
  });
});
