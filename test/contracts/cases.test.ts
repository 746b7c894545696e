import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTendCases } from '../../src/actions/tend-cases.ts';
import { toCustomerId, toOpenId, toRecordNumber, type RecordNumber } from '../../src/domain/ids.ts';
import type { Page } from '../../src/domain/page.ts';
import { createCases } from '../../src/queue/cases-store.ts';
import { createEvents } from '../../src/store/events/events.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let now = 0;
let chains = 0;
const pages = new Map<string, Page>();
const actor = { kind: 'agent', id: '1001' } as const;
const clock = () => new Date(now);
const at = (text: string) => new Date(`${text}+08:00`).getTime();
const terms = { acknowledge: 1, answer: 5, close: 15 };

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

async function open() {
  const events = createEvents({
    connection: store.connection,
    chain: `chain-${++chains}`,
    clock,
    onError: () => undefined,
  });
  const cases = createCases({
    connection: store.connection,
    clock,
    record: events.record,
    terms: { complaint: terms, report: terms },
    isWorkingDay: (date) => ![0, 6].includes(new Date(date).getUTCDay()),
  });
  await ensureIndexes(store.connection);
  const { fileCase, addToCase, tendCases } = createTendCases({
    cases,
    page: (page) => Promise.resolve(void pages.set(page.id, page)),
    sendLeftAnswers: () => Promise.resolve(),
    clock,
  });
  return { cases, fileCase, addToCase, tendCases };
}

let made = 0;
function newCase(form: 'complaint' | 'feedback' = 'complaint') {
  made += 1;
  const number = toRecordNumber(`${form === 'complaint' ? 'C' : 'F'}20261123-${String(made).padStart(4, '0')}`);
  const openId = toOpenId(`sample-${made}`);
  if (!number || !openId) throw new Error('no number');
  return { number, form, openId, customer: toCustomerId(`customer-${made}`), answers: ['样本'], at: clock() };
}

async function kindsOf(number: RecordNumber): Promise<string[]> {
  const found = await store.connection.collection<{ kind: string }>('events').find({ ticket: number }).toArray();
  return found.map(({ kind }) => kind);
}

describe('a complaint', () => {
  it('is filed once and on record once, however often its form comes', async () => {
    now = at('2026-11-23T10:00:00');
    const { cases, fileCase } = await open();
    const filed = newCase();
    await Promise.all([fileCase(filed), fileCase(filed), fileCase(filed)]);

    expect(await cases.get(filed.number)).toMatchObject({
      state: 'filed',
      epoch: 1,
      dueAt: new Date(at('2026-11-25T00:00:00')),
    });
    expect(await kindsOf(filed.number)).toEqual(['case.complaint']);
  });

  it('calls the lead at 70 % of a step and again when its time is over, each once', async () => {
    now = at('2026-11-23T10:00:00');
    const { cases, fileCase, tendCases } = await open();
    const { number, ...facts } = newCase();
    await fileCase({ number, ...facts });
    const paged = () => [...pages.keys()].filter((id) => id.includes(number));

    now = at('2026-11-24T16:00:00');
    await tendCases();
    const before = paged();
    now = at('2026-11-24T17:00:00');
    await Promise.all([tendCases(), tendCases()]);
    await tendCases();
    const warned = paged();
    now = at('2026-11-25T00:00:00');
    await tendCases();
    await tendCases();

    expect(before).toEqual([]);
    expect(warned).toEqual([`case:${number}:acknowledge:warning`]);
    expect(paged()).toEqual([`case:${number}:acknowledge:warning`, `case:${number}:acknowledge:overdue`]);
    expect(await kindsOf(number)).toEqual(['case.complaint', 'case.warned', 'case.breached']);
    expect(await cases.get(number)).toMatchObject({ breached: ['acknowledge'], state: 'filed' });
  });

  it('begins the next step’s clock when one is done, and has none left at the end', async () => {
    now = at('2026-11-23T10:00:00');
    const { cases, fileCase } = await open();
    const filed = newCase();
    await fileCase(filed);
    const { number } = filed;

    const answered = await cases.advance(number, 'answer', { epoch: 1, actor, reply: '样本答复' });
    const closed = await cases.advance(number, 'close', { epoch: 2, actor, outcome: 'rejected' });

    expect(answered).toMatchObject({
      ok: true,
      value: { acknowledgedAt: clock(), dueAt: new Date(at('2026-12-15T00:00:00')) },
    });
    expect(closed).toMatchObject({ ok: true, value: { state: 'closed', epoch: 3 } });
    expect(closed.ok && closed.value.dueAt).toBeUndefined();
    expect((await cases.listDue(200)).map((one) => one.number)).not.toContain(number);
  });

  it('is changed by one of two at once; the other is shown it as it is', async () => {
    const { cases, fileCase } = await open();
    const filed = newCase();
    await fileCase(filed);

    const results = await Promise.all(
      Array.from({ length: 20 }, () => cases.advance(filed.number, 'acknowledge', { epoch: 1, actor })),
    );

    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { kind: 'conflict', case: { epoch: 2 } } });
    expect(await kindsOf(filed.number)).toEqual(['case.complaint', 'case.acknowledge']);
  });

  it('is not changed by whoever saw it before it moved on', async () => {
    const { cases, fileCase } = await open();
    const filed = newCase();
    await fileCase(filed);
    await cases.advance(filed.number, 'acknowledge', { epoch: 1, actor });

    const stale = await cases.advance(filed.number, 'close', { epoch: 1, actor, outcome: 'rejected' });

    expect(stale).toMatchObject({ ok: false, error: { kind: 'conflict', case: { state: 'acknowledged', epoch: 2 } } });
  });

  it('keeps its customer’s data until it is closed', async () => {
    const { cases, fileCase } = await open();
    const filed = newCase();
    await fileCase(filed);
    const held = await cases.heldOf('customer', [filed.customer, 'nobody']);
    await cases.advance(filed.number, 'close', { epoch: 1, actor, outcome: 'withdrawn' });

    expect(held).toEqual(new Set([filed.customer]));
    expect(await cases.heldOf('openId', [filed.openId])).toEqual(new Set());
  });
});

describe('a complaint that is taken up again', () => {
  it('has its terms anew, is warned of and late anew, and keeps what was late before', async () => {
    now = at('2026-11-23T10:00:00');
    const { cases, fileCase, tendCases } = await open();
    const { number, ...facts } = newCase();
    await fileCase({ number, ...facts });
    await cases.advance(number, 'acknowledge', { epoch: 1, actor });
    now = at('2026-12-14T10:00:00');
    await tendCases();
    const late = await cases.get(number);
    await cases.advance(number, 'answer', { epoch: late?.epoch ?? 0, actor, reply: '样本答复' });
    await cases.advance(number, 'close', { epoch: (late?.epoch ?? 0) + 1, actor, outcome: 'rejected' });
    const epoch = (late?.epoch ?? 0) + 2;

    now = at('2026-12-21T15:00:00');
    const reopened = await cases.reopen(number, { epoch, by: '1001', reason: 'new_facts' });
    const answerBy = new Date(at('2026-12-29T00:00:00'));
    now = answerBy.getTime();
    await tendCases();

    expect(late?.breached).toEqual(['answer']);
    expect(reopened).toMatchObject({
      ok: true,
      value: { state: 'acknowledged', epoch: epoch + 1, dueAt: answerBy, warned: [], breached: [] },
    });
    expect(await cases.get(number)).toMatchObject({
      breached: ['answer'],
      reopened: [{ by: '1001', reason: 'new_facts', outcome: 'rejected', breached: ['answer'] }],
    });
    const overdue = [...pages.keys()].filter((id) => id.includes(number) && id.endsWith('answer:overdue'));
    expect(overdue).toHaveLength(2);
    expect((await cases.heldOf('customer', [facts.customer])).size).toBe(1);
    expect((await kindsOf(number)).filter((kind) => kind === 'case.reopen')).toHaveLength(1);
  });

  it('is taken up once by two at once, and not while it is open', async () => {
    now = at('2026-11-23T10:00:00');
    const { cases, fileCase } = await open();
    const { number, ...facts } = newCase();
    await fileCase({ number, ...facts });
    const how = { by: '1001', reason: 'not_done' } as const;

    const early = await cases.reopen(number, { ...how, epoch: 1 });
    await cases.advance(number, 'close', { epoch: 1, actor, outcome: 'rejected' });
    const both = await Promise.all([1, 2].map(() => cases.reopen(number, { ...how, epoch: 2 })));

    expect(early).toMatchObject({ ok: false, error: { kind: 'conflict', case: { state: 'filed', epoch: 1 } } });
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });
});

describe('what a customer adds to his complaint', () => {
  const said = (seq: number) => ({ seq, at: clock(), text: `样本补充${seq}` });

  it('is kept once, each with an event, whatever is done to the complaint at the same time', async () => {
    now = at('2026-11-23T10:00:00');
    const { cases, fileCase, addToCase } = await open();
    const filed = newCase();
    await fileCase(filed);

    const [acknowledged] = await Promise.all([
      cases.advance(filed.number, 'acknowledge', { epoch: 1, actor }),
      ...[3, 5, 3, 7, 5].map((seq) => addToCase(filed.number, said(seq))),
    ]);

    const { added = [], epoch } = (await cases.get(filed.number)) ?? {};
    expect(added.map(({ seq }) => seq).sort()).toEqual([3, 5, 7]);
    expect(epoch).toBe(acknowledged.ok ? 5 : 4);
    const kinds = await kindsOf(filed.number);
    expect(kinds.filter((kind) => kind === 'case.added')).toHaveLength(3);
    expect(kinds).toHaveLength(epoch ?? 0);
  });

  it('calls a lead where the complaint was closed at that moment', async () => {
    const { cases, fileCase, addToCase } = await open();
    const filed = newCase();
    await fileCase(filed);
    await cases.advance(filed.number, 'close', { epoch: 1, actor, outcome: 'rejected' });

    await addToCase(filed.number, said(9));

    expect(pages.get(`added:${filed.number}:9`)).toMatchObject({ to: 'lead', kind: 'case_added' });
  });
});

describe('feedback', () => {
  it('is kept, with no clock and nothing to do', async () => {
    const { cases, fileCase } = await open();
    const filed = newCase('feedback');
    await fileCase(filed);

    expect(await cases.get(filed.number)).toMatchObject({ state: 'closed' });
    expect(await cases.openOf(filed.customer)).toEqual([]);
    expect(await cases.reopen(filed.number, { epoch: 1, by: '1001', reason: 'new_facts' })).toMatchObject({
      ok: false,
    });
  });
});
