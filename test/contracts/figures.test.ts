import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toAgentId, toCustomerId, toOpenId, toTicketNumber, type TicketNumber } from '../../src/domain/ids.ts';
import { createTurns } from '../../src/reports/turns-store.ts';
import { reportOf } from '../../src/reports/report.ts';
import { openCore } from '../support/core.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const minute = 60_000;
const hour = 60 * minute;
const start = new Date('2026-11-20T09:00:00+08:00').getTime();
const actor = { kind: 'agent', id: '1001' } as const;
const owner = { id: toAgentId('a'), name: '样本坐席', employeeNumber: '1001' };
const signal = new AbortController().signal;

let now = start;
let store: TestStore;
let core: Awaited<ReturnType<typeof openCore>>;
beforeAll(async () => {
  store = await openTestStore();
  core = await openCore(store.store, () => new Date(now));
});
afterAll(() => store.close());

function numberOf(n: number): TicketNumber {
  return toTicketNumber(`K20261120-000${n}`) ?? ('' as never);
}

/** A ticket that is claimed after 10 minutes, answered after 12, solved after 30, and helped. */
async function servedTicket(n: number, topic: string): Promise<void> {
  const number = numberOf(n);
  const openId = toOpenId(`sample-${n}`) ?? ('' as never);
  await core.tickets.open({ number, openId, customer: toCustomerId(`c-${n}`), topic, priority: 'normal', summary: '' });
  now += 10 * minute;
  await core.tickets.change(number, { transition: 'claim', actor, set: { owner, claimedAt: new Date(now) } });
  now += 2 * minute;
  await core.tickets.change(number, { transition: 'answer', actor, set: { firstReplyAt: new Date(now) } });
  now += 18 * minute;
  await core.tickets.change(number, { transition: 'resolve', actor, codes: ['solved'] });
  await core.tickets.change(number, { transition: 'close', actor, codes: ['yes'] });
}

const report = async (by: Parameters<typeof reportOf>[1]) =>
  reportOf(await core.deskRecords.reports.hoursBetween(new Date(start), new Date(start + 72 * hour)), by);

describe('the desk’s figures', () => {
  it('are counted by the hour from what is on record', async () => {
    await servedTicket(1, 'transfer');
    await servedTicket(2, 'account');
    await core.rollUp({ signal });

    expect(await report('topic')).toMatchObject([
      {
        key: 'account',
        opened: 1,
        firstReplies: 1,
        firstReplySeconds: 720,
        firstReplyP90Seconds: 752,
        solved: 1,
        solveSeconds: 1800,
        handlingP50Seconds: expect.any(Number),
        surveyYes: 1,
      },
      { key: 'transfer', opened: 1, handlingSeconds: 1200 },
      { key: 'total', opened: 2, firstReplies: 2, solved: 2, surveyYes: 2, surveyNo: 0, breaches: 0 },
    ]);
    expect((await report('agent')).map(({ key, solved }) => [key, solved])).toEqual([
      ['', 0],
      ['1001', 2],
      ['total', 2],
    ]);
  });

  it('do not change when they are counted again', async () => {
    const before = await report('hour');
    await Promise.all([core.rollUp({ signal }), core.rollUp({ signal })]);

    expect(await report('hour')).toEqual(before);
  });

  it('say a day later how many answers of the bot’s were all that was needed, and stand though tickets are erased', async () => {
    const turns = createTurns({ connection: store.connection });
    const about = { topic: 'transfer', entry: 'transfer-pending', kind: 'answered' } as const;
    await turns.add([
      { ...about, id: 'a1', customer: 'one', at: new Date(start + 5 * minute) },
      { ...about, id: 'b1', customer: 'two', at: new Date(start + 6 * minute) },
      { ...about, id: 'b2', customer: 'two', kind: 'person', at: new Date(start + 20 * hour) },
    ]);
    await store.connection.collection('tickets').deleteMany({});
    now = start + 27 * hour;
    await core.rollUp({ signal });

    expect((await report('entry'))[0]).toMatchObject({ key: 'transfer-pending', answered: 2, deflected: 1 });
    expect((await report('topic')).at(-1)).toMatchObject({ opened: 2, solved: 2 });
  });
});
