import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditPorts, TrailQuery } from '../../src/domain/audit.ts';
import { toAgentId, toCustomerId, toOpenId, toTicketNumber } from '../../src/domain/ids.ts';
import { openCore } from '../support/core.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { waitFor } from '../support/wait-for.ts';

const number = toTicketNumber('K20261120-0001') ?? ('' as never);
const other = toTicketNumber('K20261120-0002') ?? ('' as never);
const actor = { kind: 'agent', id: '1001' } as const;
const owner = { id: toAgentId('a'), name: '样本坐席', employeeNumber: '1001' };

let now = new Date('2026-11-20T09:00:00+08:00').getTime();
let store: TestStore;
let core: Awaited<ReturnType<typeof openCore>>;
let audit: AuditPorts;
beforeAll(async () => {
  store = await openTestStore();
  core = await openCore(store.store, () => new Date((now += 1)));
  audit = core.deskRecords.audit;
  for (const [n, one] of [number, other].entries()) {
    const openId = toOpenId(`sample-${n}`) ?? ('' as never);
    const facts = {
      openId,
      customer: toCustomerId(`c-${n}`),
      topic: 'transfer',
      priority: 'normal',
      summary: '',
    } as const;
    await core.tickets.open({ number: one, ...facts });
  }
  await core.tickets.change(number, { transition: 'claim', actor, set: { owner } });
  await core.tickets.change(number, { transition: 'resolve', actor, codes: ['solved'] });
});
afterAll(() => store.close());

/** Every event of a trail, page after page; those of a page's last moment come once. */
async function wholeTrail(query: TrailQuery): Promise<string[]> {
  const found = new Map<string, string>();
  for (let since: Date | undefined; ;) {
    const { events, next } = await audit.readTrail({ ...query, ...(since && { since }) });
    for (const { id, kind } of events) found.set(id, kind);
    if (!next) return [...found.values()];
    since = next;
  }
}

/** Asks for a reading of the record and waits for its end. */
async function checked() {
  const begun = await audit.checkAudit({ employeeNumber: '9001' });
  expect(begun.state).toBe('running');
  return waitFor(() => {
    const check = audit.auditCheck();
    return check.state === 'running' ? undefined : check;
  });
}

describe('the trail of what happened', () => {
  it('has a ticket’s own events, in their order', async () => {
    expect(await wholeTrail({ by: 'ticket', id: number })).toEqual(['ticket.queued', 'ticket.claim', 'ticket.resolve']);
    expect(await wholeTrail({ by: 'ticket', id: other })).toEqual(['ticket.queued']);
  });

  it('has what an agent did, and nothing that a customer or job of the same name did', async () => {
    await core.events.record({ kind: 'sample', actor: { kind: 'system', id: '1001' } });

    expect(await wholeTrail({ by: 'agent', id: '1001' })).toEqual(['ticket.claim', 'ticket.resolve']);
  });

  it('loses nothing between its pages', async () => {
    const by = { kind: 'agent', id: '1002' } as const;
    for (let n = 0; n < 450; n++) await core.events.record({ kind: `sample.${n}`, actor: by });

    const kinds = await wholeTrail({ by: 'agent', id: '1002' });

    expect(kinds).toEqual(Array.from({ length: 450 }, (_, n) => `sample.${n}`));
  });
});

describe('reading the whole record again, from the desk', () => {
  it('says that it is whole, and is on record itself', async () => {
    expect(await checked()).toMatchObject({ state: 'done', verdict: { ok: true } });
    expect(await wholeTrail({ by: 'agent', id: '9001' })).toEqual(['audit.checked']);
  });

  it('names the event that is not what was written', async () => {
    const events = store.connection.collection('events');
    const claim = await events.findOne({ kind: 'ticket.claim' });
    await events.updateOne({ kind: 'ticket.claim' }, { $set: { 'actor.id': '1999' } });

    const broken = [{ chain: claim?.chain as string, at: claim?.seq as number, problem: 'changed' }];
    expect(await checked()).toMatchObject({ state: 'done', verdict: { ok: false, broken } });
  });
});
