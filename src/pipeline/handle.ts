import { pass, type Passage } from '../customers/bucket.ts';
import { customerOf, fieldsOf, type CustomerFields } from '../customers/customer-of.ts';
import type { Customers } from '../customers/customers-store.ts';
import { basisOf, windowAfter, type WindowRules } from '../customers/window.ts';
import type { Customer } from '../domain/customer.ts';
import type { Decision } from '../domain/decision.ts';
import type { OpenId } from '../domain/ids.ts';
import type { Act, PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import type { Clock } from '../lib/clock.ts';
import { mediaActs } from './media-acts.ts';
import { mergeWaiting, type WaitingMessage } from './merge-waiting.ts';
import { remasked } from './remask.ts';

export type Decided = {
  readonly decision: Decision;
  /** the transcript's line; undefined for what is not worth one */ readonly in?: PushRecord['in'];
};

export type HandleDeps = {
  readonly customers: Pick<Customers, 'lanes' | 'load' | 'commit'>;
  readonly decide: (push: Push, customer: Customer, passage: Passage) => Promise<Decided>;
  /** what waits in the outbox for this customer to write again */
  readonly waiting: (openId: OpenId) => Promise<readonly WaitingMessage[]>;
  readonly windowRules: WindowRules;
  /** what was stored: its lines go to the transcript, its acts are done */
  readonly onStored: (customer: Customer) => void;
  /** it was stored before, here or by another instance: what is answered is what was stored then */
  readonly onRepeat?: (push: Push) => void;
  readonly clock: Clock;
};

/**
 * Handles a push once, however often it comes: a repeat waits for the answer that is being made, or gets the stored one.
 * Resolves when the push, its answer and its acts are stored, in one conditional write.
 */
export function createHandle({ customers, decide, waiting, windowRules, onStored, onRepeat, clock }: HandleDeps) {
  const underWay = new Map<string, Promise<PushRecord>>();

  function handle(push: Push): Promise<PushRecord> {
    const before = underWay.get(push.key);
    if (before) return before;
    const now = customers.lanes.run(push.from, () => store(push));
    underWay.set(push.key, now);
    const forget = () => underWay.delete(push.key);
    now.then(forget, forget);
    return now;
  }

  async function store(push: Push): Promise<PushRecord> {
    for (;;) {
      const before = await customers.load(push.from);
      const there = before.pushes.find(({ key }) => key === push.key);
      if (there) {
        onRepeat?.(push);
        return there;
      }
      const { record, after } = await change(push, before);
      const stored = await customers.commit(before, after);
      // Another process was faster with this customer: read again, decide again.
      if (!stored) continue;
      onStored(stored);
      return record;
    }
  }

  async function change(push: Push, before: Customer): Promise<{ record: PushRecord; after: Customer }> {
    const now = clock();
    const passage = pass(before.bucket, now);
    const { decision, in: line } = await decide(push, before, passage);
    const wakes = before.outboxWaits === true && basisOf(push) !== undefined;
    const answer = mergeWaiting(
      { reply: decision.reply, acts: [...mediaActs(push), ...decision.acts] },
      wakes ? await waiting(push.from) : [],
    );
    const record: PushRecord = {
      key: push.key,
      at: now,
      seq: before.seq + 1,
      ...(line && { in: line }),
      ...answer,
      ...(decision.shown !== undefined && { shown: decision.shown }),
      repliedAt: now,
      acts: wakes ? [...answer.acts, wakeOutbox] : answer.acts,
    };
    const changed = customerOf({
      ...changedBy(decision.next, before),
      outboxWaits: wakes ? undefined : before.outboxWaits,
      bucket: passage.bucket,
      window: windowAfter(push, before.window, windowRules),
      seq: before.seq + 2,
      pushes: [...before.pushes, record],
      lastInAt: push.kind === 'message' ? now : before.lastInAt,
    });
    const after = remasked(changed, record.acts);
    return { record, after };
  }

  return handle;
}

const wakeOutbox: Act = { kind: 'wake-outbox' };

/** What a decision makes of a customer. */
function changedBy(next: Decision['next'], before: Customer): CustomerFields {
  return {
    ...fieldsOf(before),
    followed: next.followed ?? before.followed,
    dialogue: next.dialogue ?? before.dialogue,
    ticket: next.ticket === undefined ? before.ticket : (next.ticket ?? undefined),
    options: next.options ?? before.options,
    misses: next.misses ?? before.misses,
    restraint: next.restraint ?? before.restraint,
    // Whoever is back has not left.
    leftAt: next.followed === true ? undefined : before.leftAt,
  };
}
