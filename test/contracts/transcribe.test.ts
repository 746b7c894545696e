import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSettle } from '../../src/actions/settle.ts';
import { createTranscribeSilent } from '../../src/actions/transcribe-silent.ts';
import { createTranscribe } from '../../src/actions/transcribe.ts';
import { createActTries } from '../../src/customers/act-tries-store.ts';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { createTranscribedUntil } from '../../src/customers/transcribed-until-store.ts';
import type { Customer } from '../../src/domain/customer.ts';
import { toOpenId, toTicketNumber, type OpenId } from '../../src/domain/ids.ts';
import type { Act, PushRecord } from '../../src/domain/push-record.ts';
import { createTranscripts } from '../../src/queue/transcripts-store.ts';
import { openSettleStore } from '../support/settle-store.ts';
import type { TestStore } from '../support/store.ts';

let store: TestStore;
let now = new Date();
const clock = () => now;
const later = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));
beforeAll(async () => {
  store = await openSettleStore(clock);
});
afterAll(() => store.close());

const answered: Act = { kind: 'note-answer', entry: 'sample', topic: 'sample' };

function id(name: string): OpenId {
  const openId = toOpenId(`oSampleTranscribed_${name}`);
  if (!openId) throw new Error(name);
  return openId;
}

type Said = { readonly acts?: readonly Act[]; readonly change?: Partial<Customer>; readonly isEvent?: boolean };

/** A process with its own memory over the one store. */
function instance() {
  const { connection } = store;
  const customers = createCustomers({ connection, clock });
  const transcripts = createTranscripts({ connection });
  const turns: string[] = [];
  const transcribe = createTranscribe({
    ...{ transcripts, clock },
    turns: { add: (all) => Promise.resolve(void turns.push(...all.map(({ kind }) => kind))) },
  });
  const failed: unknown[] = [];
  const done: string[] = [];
  const settle = createSettle({
    ...{ customers, transcribe, clock },
    applyAct: (_act, { push }) => Promise.resolve(void done.push(push.key)),
    misses: { add: () => Promise.resolve() },
    tries: createActTries({ connection, clock }),
    callStaff: () => Promise.resolve(),
    onError: (error) => failed.push(error),
  });
  const silent = createTranscribeSilent({
    ...{ customers, transcribe, clock },
    until: createTranscribedUntil({ connection }),
  });

  async function says(name: string, text: string, { acts = [answered], change, isEvent }: Said = {}): Promise<void> {
    const before = await customers.load(id(name));
    const record: PushRecord = {
      ...{ key: `m:${name}:${text}`, at: now, seq: before.seq + 1, in: { kind: 'text', text } },
      ...{ reply: { kind: 'text', text: `re ${text}` }, repliedAt: now, acts },
    };
    const after = { ...before, ...change, seq: before.seq + 2, pushes: [...before.pushes, record] };
    const stored = await customers.commit(before, isEvent ? after : { ...after, lastInAt: now });
    if (!stored) throw new Error('overtaken');
    settle.onStored(stored);
  }

  async function linesOf(name: string): Promise<string[]> {
    const customer = await customers.find(id(name));
    return customer ? (await transcripts.last(customer.customer, 50)).map(({ text }) => text) : [];
  }

  const find = (name: string) => customers.find(id(name));
  const bringSilent = () => silent({ signal: new AbortController().signal });
  const erase = (name: string) => customers.remove(id(name));
  return { says, linesOf, find, erase, bringSilent, settled: settle.stop, turns, failed, done };
}

const bothOf = (texts: readonly string[]) => texts.flatMap((text) => [text, `re ${text}`]);
const numbered = (count: number) => Array.from({ length: count }, (_, n) => String(n));

describe('what the bot and a customer say to each other', () => {
  it('stays in his document, and is in the transcript in order as soon as it concerns people', async () => {
    const one = instance();
    await one.says('person', 'a');
    await one.says('person', 'b', { acts: [] });
    await one.settled();
    expect(await one.linesOf('person')).toEqual([]);
    expect(one.turns).toEqual([]);

    const ticket = toTicketNumber('K20261122-0001');
    await one.says('person', 'c', { change: ticket ? { ticket } : {} });
    await one.settled();

    expect(await one.linesOf('person')).toEqual(bothOf(['a', 'b', 'c']));
    expect(one.turns).toEqual(['answered', 'answered']);
  });

  it('is brought at once where an act is for people or for WeChat', async () => {
    const one = instance();
    await one.says('act', 'a');
    await one.says('act', 'b', { acts: [{ kind: 'wake-outbox' }] });
    await one.settled();

    expect(await one.linesOf('act')).toEqual(bothOf(['a', 'b']));
  });

  it('is brought at once after a tap or a follow, which the search for the silent does not find', async () => {
    const one = instance();
    await one.says('tap', 'a', { isEvent: true });
    await one.settled();

    expect(await one.linesOf('tap')).toEqual(bothOf(['a']));
  });

  it('is brought nine at a time, and leaves the document when a repeat can no longer come', async () => {
    const one = instance();
    for (const text of numbered(8)) await one.says('long', text);
    await one.settled();
    expect(await one.linesOf('long')).toEqual([]);
    await one.says('long', '8');
    await one.settled();
    expect(await one.linesOf('long')).toEqual(bothOf(numbered(9)));

    later(6);
    await one.says('long', 'after');
    const { pushes } = (await one.find('long')) ?? {};
    expect(pushes?.map(({ key }) => key)).toEqual(['m:long:after']);
  });

  it('never leaves the document before it is in the transcript', async () => {
    const one = instance();
    await one.says('slow', 'a');
    await one.settled();
    later(6);
    await one.says('slow', 'b');
    expect((await one.find('slow'))?.pushes).toHaveLength(2);
    await one.settled();

    expect(await one.linesOf('slow')).toEqual(bothOf(['a', 'b']));
  });

  it('is brought by whichever process he writes to next, once, when the first has crashed', async () => {
    const crashed = instance();
    await crashed.says('moved', 'a');
    await crashed.settled();
    const next = instance();
    await next.says('moved', 'b', { acts: [{ kind: 'wake-outbox' }] });
    await next.says('moved', 'c', { acts: [{ kind: 'wake-outbox' }] });
    await next.settled();

    expect(await next.linesOf('moved')).toEqual(bothOf(['a', 'b', 'c']));
    expect(next.failed).toEqual([]);
  });

  it('is brought, and its acts are done, of who was erased and is back, from his first push on', async () => {
    const one = instance();
    const wakes: Said = { acts: [{ kind: 'wake-outbox' }] };
    for (const text of ['a', 'b', 'c']) await one.says('back', text, wakes);
    await one.settled();
    await one.erase('back');
    await one.says('back', 'd', wakes);
    await one.settled();

    expect(one.done.at(-1)).toBe('m:back:d');
    expect(await one.linesOf('back')).toEqual(bothOf(['d']));
  });

  it('is brought when he has been silent for ten minutes, of however many who wrote in one millisecond', async () => {
    const [one, other] = [instance(), instance()];
    later(1);
    const names = numbered(450).map((n) => `silent${n}`);
    for (const name of names) await one.says(name, 'a');
    later(1);
    await one.says('talking', 'a');
    await one.settled();

    later(9);
    await other.bringSilent();
    expect(await one.linesOf('silent0')).toEqual([]);
    later(0.5);
    await other.bringSilent();

    const lines = store.connection.collection<{ _id: string }>('transcripts');
    expect(await lines.countDocuments({ at: new Date(now.getTime() - 10.5 * 60_000) })).toBe(2 * names.length);
    expect(await one.linesOf('talking')).toEqual([]);
    later(1);
    await instance().bringSilent();
    expect(await one.linesOf('talking')).toEqual(bothOf(['a']));
  }, 60_000);
});
