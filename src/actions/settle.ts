import { setImmediate as restOfTurn } from 'node:timers/promises';
import type { ActTries } from '../customers/act-tries-store.ts';
import type { Customers } from '../customers/customers-store.ts';
import type { Settled } from '../customers/leftovers-store.ts';
import type { Customer } from '../domain/customer.ts';
import type { CustomerId, OpenId } from '../domain/ids.ts';
import type { CallStaff } from '../domain/page.ts';
import type { PushRecord } from '../domain/push-record.ts';
import type { Misses } from '../knowledge/misses-store.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';
import { notedInBulk, type ApplyAct } from './apply-act.ts';
import type { Stored } from './lines-of.ts';
import { missesOf } from './misses-of.ts';
import type { Transcribe } from './transcribe.ts';

/** Runs a piece of work, or does not run it. @returns whether what comes after it may go on */
type Attempt = (piece: { readonly key: string; readonly what: string }, work: () => Promise<void>) => Promise<boolean>;

export type SettleDeps = {
  readonly customers: Pick<Customers, 'settle' | 'leave' | 'unsettled' | 'flush'>;
  readonly transcribe: Transcribe;
  readonly misses: Pick<Misses, 'add'>;
  readonly applyAct: ApplyAct;
  readonly tries: Pick<ActTries, 'begin' | 'forget'>;
  readonly callStaff: CallStaff;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

const mostAtOnce = 256;
const mostSwept = 100;
const sweepMs = 5000;

/**
 * Brings what is stored with the customers to where it belongs: lines that somebody may look for to the transcript, in
 * bulk, acts to the features.
 * It works from the store's own record, so a sweeper finishes whatever a crash left.
 */
export function createSettle(deps: SettleDeps) {
  const { customers, transcribe, misses, applyAct, tries, callStaff, clock, onError } = deps;
  let waiting: Stored[] = [];
  let working: Promise<void> | undefined;
  let sweeping: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  // How far this process has taken each customer on; the store's own mark lags behind by a write. By the id that who was
  // erased does not come back with: his lines are counted from the first again.
  const taken = createBoundedMap<CustomerId, number>(10_000);

  /** A push was stored: its lines and acts follow at once, behind the answer, with those that another process left. */
  function onStored(customer: Customer): void {
    // More comes in than is settled: the store is the queue, and the sweeper takes from it what found no room here.
    if (!customer.mark) return;
    const from = Math.max(customer.settled, taken.get(customer.customer) ?? 0);
    for (const push of customer.pushes) if (push.seq > from) waiting.push({ customer, push });
    taken.set(customer.customer, customer.seq);
    // What else this turn of the process stores goes along.
    working ??= restOfTurn()
      .then(drain)
      .finally(() => {
        working = undefined;
      });
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      await settle(batch, atOnce)
        .catch((error: unknown) => {
          onError(error);
          return new Set(batch.map(({ customer }) => customer.openId));
        })
        .then((left) => leave(batch, left))
        .catch(onError);
    }
  }

  /** What failed must not be overtaken by what came later: the sweeper takes these customers up again, in order. */
  async function leave(batch: readonly Stored[], left: ReadonlySet<OpenId>): Promise<void> {
    if (left.size === 0) return;
    const isLeft = ({ customer }: Stored) => left.has(customer.openId);
    const leaving = [...batch, ...waiting].filter(isLeft);
    const marks = leaving.flatMap(({ customer: { mark } }) => mark ?? []);
    waiting = waiting.filter((stored) => !isLeft(stored));
    for (const { customer } of leaving) taken.delete(customer.customer);
    await customers.leave({ openIds: [...left], marks, at: clock() });
  }

  /** @returns the customers with whom something could not be done: the others are not kept waiting for it */
  async function settle(batch: readonly Stored[], attempt: Attempt): Promise<ReadonlySet<OpenId>> {
    const left = new Set<OpenId>();
    await Promise.all([
      write(linesDue(batch), left, attempt),
      misses.add(batch.flatMap(({ customer: { customer }, push }) => missesOf(customer, push))),
    ]);
    const done: Settled[] = [];
    const doing: Promise<Settled[]>[] = [];
    for (const [openId, pushes] of ofEach(batch)) {
      if (left.has(openId)) continue;
      // Most pushes ask for nothing but to be counted, and for these nothing is waited.
      if (pushes.every(isNotedOnly)) done.push(...pushes.map(settledBy));
      else doing.push(inOrder(pushes, left, attempt));
    }
    for (const some of await Promise.all(doing)) done.push(...some);
    await customers.settle(done);
    return left;
  }

  /** One customer's acts, one push after the other; other customers' go on meanwhile. */
  async function inOrder(pushes: readonly Stored[], left: Set<OpenId>, attempt: Attempt): Promise<Settled[]> {
    const done: Settled[] = [];
    for (const stored of pushes) {
      if (!(await applied(stored, attempt))) {
        left.add(stored.customer.openId);
        break;
      }
      done.push(settledBy(stored));
    }
    return done;
  }

  function settledBy({ customer: { openId, customer, version, mark, pushes }, push }: Stored): Settled {
    const transcribed = transcribe.upTo(customer);
    return { openId, customer, seq: push.seq + 1, transcribed, version, mark, isLast: push === pushes.at(-1) };
  }

  /** The lines that are due now of each customer, as his last push left him. */
  function linesDue(batch: readonly Stored[]): Stored[] {
    const latest = new Map(batch.map(({ customer }) => [customer.openId, customer]));
    return [...latest.values()].flatMap(transcribe.due);
  }

  /** All lines in one write; where that fails, each push by itself, so that one bad line keeps back no other. */
  async function write(lines: readonly Stored[], left: Set<OpenId>, attempt: Attempt): Promise<void> {
    try {
      await transcribe.bring(lines);
    } catch (error) {
      onError(error);
      for (const stored of lines) {
        const { openId } = stored.customer;
        if (left.has(openId)) continue;
        if (await attempt(pieceOf(stored, 'lines'), () => transcribe.bring([stored]))) transcribe.remember(stored);
        else left.add(openId);
      }
    }
  }

  async function applied({ customer, push }: Stored, attempt: Attempt): Promise<boolean> {
    for (const [index, act] of push.acts.entries()) {
      const piece = pieceOf({ customer, push }, act.kind, index);
      if (!(await attempt(piece, () => applyAct(act, { customer, push, index })))) return false;
    }
    return true;
  }

  /** The first try, behind the answer: what fails is the sweeper's. */
  const atOnce: Attempt = async (_piece, work) => {
    try {
      await work();
      return true;
    } catch (error) {
      onError(error);
      return false;
    }
  };

  /** Every further try is counted before it is made; after the last one it is set aside, with an alarm. */
  const counted: Attempt = async (piece, work) => {
    const verdict = await tries.begin(piece.key, piece.what);
    if (verdict === 'dead') {
      await callStaff({ id: `act:${piece.key}`, to: 'administrator', kind: 'dead_letter', codes: [piece.what] });
      return true;
    }
    if (verdict === 'wait' || !(await atOnce(piece, work))) return false;
    await tries.forget(piece.key);
    return true;
  };

  /** Finishes what was stored a while ago and never settled. @returns how many pushes were settled */
  async function sweep(): Promise<number> {
    const left = await customers.unsettled(new Date(clock().getTime() - sweepMs), mostSwept);
    const batch = left.flatMap((customer) => openOf(customer).map((push) => ({ customer, push })));
    const kept = await settle(batch, counted);
    // Nothing was open: only the mark was left behind.
    const idle = left.filter((customer) => openOf(customer).length === 0);
    await customers.settle(
      idle.map(({ openId, customer, settled, version }) => ({ openId, customer, seq: settled, version, isLast: true })),
    );
    // What fails again goes to the end of the line, and does not keep others from their turn.
    await leave(batch, kept);
    return batch.filter(({ customer }) => !kept.has(customer.openId)).length;
  }

  /** A look that was full may have left something. */
  async function sweepAll(): Promise<void> {
    while ((await sweep()) >= mostSwept && timer) continue;
  }

  function start(): void {
    timer = setInterval(() => {
      sweeping ??= sweepAll()
        .catch(onError)
        .finally(() => (sweeping = undefined));
    }, sweepMs);
    timer.unref();
  }

  /** Resolves when everything that waits here is settled. */
  async function stop(): Promise<void> {
    clearInterval(timer);
    timer = undefined;
    await working;
    await sweeping;
    await customers.flush();
  }

  return { onStored, sweep, start, stop };
}

function isNotedOnly({ push: { acts } }: Stored): boolean {
  return acts.every(({ kind }) => notedInBulk.has(kind));
}

function openOf({ pushes, settled }: Customer): readonly PushRecord[] {
  return pushes.filter(({ seq }) => seq > settled);
}

function ofEach(batch: readonly Stored[]): ReadonlyMap<OpenId, readonly Stored[]> {
  const each = new Map<OpenId, Stored[]>();
  for (const stored of batch) {
    const { openId } = stored.customer;
    const before = each.get(openId);
    if (before) before.push(stored);
    else each.set(openId, [stored]);
  }
  return each;
}

function pieceOf({ customer: { customer }, push: { seq } }: Stored, what: string, index?: number) {
  return { key: `${customer}:${seq}:${index ?? 'lines'}`, what };
}
