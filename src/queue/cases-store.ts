import type { Connection, UpdateQuery } from 'mongoose';
import type { Case, CaseCategory, CaseOutcome, CaseStanding, CaseState, CaseStep, Reopening } from '../domain/case.ts';
import type { FormKind } from '../domain/dialogue.ts';
import type { Actor, EventInput } from '../domain/event.ts';
import type { CustomerId, OpenId, RecordNumber } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { insertNew } from '../store/collection.ts';
import { modelOf, trusted } from '../store/schema.ts';
import { attendAt, caseTransitions, clocksReopened, dueDates, nextStep, type CaseTerms } from './case-clocks.ts';
import { casesSpec, toCase, type CaseDocument } from './cases-spec.ts';
import type { IsWorkingDay } from './working-days.ts';

export type NewCase = Pick<Case, 'number' | 'form' | 'openId' | 'customer' | 'answers' | 'at' | 'ticket'>;

export type CaseChange = {
  readonly epoch: number;
  readonly actor: Actor;
  readonly category?: CaseCategory | undefined;
  readonly outcome?: CaseOutcome | undefined;
  readonly reply?: string | undefined;
};

/** Why a change did not happen: the case as it is, or that there is none. */
export type CaseLost = { readonly kind: 'conflict'; readonly case: Case } | { readonly kind: 'not_found' };

export type CaseFilter = {
  readonly form: FormKind;
  readonly state?: CaseState | undefined;
  /** a number: those filed before it */
  readonly after?: RecordNumber | undefined;
  readonly limit: number;
};

export type CasesDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly record: (event: EventInput) => Promise<void>;
  readonly terms: Readonly<Record<'complaint' | 'report', CaseTerms>>;
  readonly isWorkingDay: IsWorkingDay;
};

const doneAt = { acknowledge: 'acknowledgedAt', answer: 'answeredAt', close: 'closedAt' } as const;
const openStates: readonly CaseState[] = ['filed', 'acknowledged', 'answered'];
const mostShown = 5;
// A year of a large wallet; beyond it a ledger is taken month by month.
const mostFiled = 100_000;

/** Complaints, reports and feedback: each change is one conditional write that raises the epoch and leaves one event. */
export function createCases({ connection, clock, record, terms, isWorkingDay }: CasesDeps) {
  const cases = modelOf<CaseDocument>(connection, casesSpec);

  /** @returns false when it is filed already */
  async function file({ number, ...facts }: NewCase): Promise<boolean> {
    const actor = { kind: 'customer', id: facts.customer } as const;
    const due = facts.form === 'feedback' ? undefined : dueDates(facts.at, terms[facts.form], isWorkingDay);
    const base = { ...facts, epoch: 1, warned: [], breached: [], state: due ? 'filed' : 'closed' } as const;
    const document: CaseDocument = {
      _id: number,
      ...base,
      ...(due ? { due, ...clocksOf({ ...base, due }) } : { closedAt: facts.at }),
      dueEvent: { kind: `case.${facts.form}`, actor, codes: facts.ticket ? [facts.ticket] : [] },
      dueEventAt: facts.at,
    };
    const isNew = await insertNew(cases, document);
    const there = isNew ? document : await cases.findById(number).lean<CaseDocument>();
    if (there) await recordDue(there);
    return isNew;
  }

  /** The moments that the sweeper goes by, for a case in its present state. */
  function clocksOf(one: Pick<Case, 'form' | 'state' | 'at' | 'due' | 'warned' | 'breached' | 'reopened'>): {
    dueAt?: Date;
    attendAt?: Date;
  } {
    const step = nextStep(one.state);
    if (one.form === 'feedback' || step === undefined || !one.due) return {};
    const next = attendAt(one, terms[one.form], isWorkingDay);
    return { dueAt: one.due[step], ...(next && { attendAt: next }) };
  }

  /** Takes a case a step further; nothing happens unless state and epoch still hold. */
  async function advance(number: RecordNumber, step: CaseStep, change: CaseChange): Promise<Result<Case, CaseLost>> {
    const present = await cases.findById(number).lean<CaseDocument>();
    if (!present) return err({ kind: 'not_found' });
    await recordDue(present);
    const { from, to } = caseTransitions[step];
    const { actor, category, outcome, reply, epoch } = change;
    const now = clock();
    const clocks = clocksOf({ ...present, state: to });
    const set = {
      state: to,
      [doneAt[step]]: now,
      // Who answers has acknowledged.
      ...(step === 'answer' && !present.acknowledgedAt && { acknowledgedAt: now }),
      ...clocks,
      ...(category && { category }),
      ...(outcome && { outcome }),
      ...(reply !== undefined && { reply, unsent: true }),
      dueEvent: {
        kind: `case.${step}`,
        actor,
        codes: [...(category ? [category] : []), ...(outcome ? [outcome] : [])],
      },
      dueEventAt: now,
    };
    const gone = (['dueAt', 'attendAt'] as const).filter((field) => !(field in clocks));
    return write(number, {
      where: { epoch, state: trusted({ $in: [...from] }) },
      update: { $set: set, $inc: { epoch: 1 }, $unset: Object.fromEntries(gone.map((field) => [field, ''])) },
    });
  }

  /** Takes a closed complaint or report up again, for a reason; its terms run from now. Feedback stays as it is. */
  async function reopen(
    number: RecordNumber,
    { epoch, by, reason }: { readonly epoch: number } & Pick<Reopening, 'by' | 'reason'>,
  ): Promise<Result<Case, CaseLost>> {
    const present = await cases.findById(number).lean<CaseDocument>();
    if (!present) return err({ kind: 'not_found' });
    if (present.form === 'feedback') return err({ kind: 'conflict', case: toCase(present) });
    await recordDue(present);
    const now = clock();
    const { from, to } = caseTransitions.reopen;
    const facts = clocksReopened(
      toCase(present),
      { at: now, by, reason },
      dueDates(now, terms[present.form], isWorkingDay),
    );
    const dueEvent = { kind: 'case.reopen', actor: { kind: 'agent', id: by }, codes: [reason] } as const;
    return write(number, {
      where: { epoch, state: trusted({ $in: [...from] }) },
      update: {
        $set: {
          ...{ state: to, acknowledgedAt: present.acknowledgedAt ?? now, dueEvent, dueEventAt: now, unsent: true },
          ...facts,
          ...clocksOf({ ...present, ...facts, state: to }),
        },
        $inc: { epoch: 1 },
        $unset: { closedAt: '', outcome: '', answeredAt: '' },
      },
    });
  }

  async function write(
    number: RecordNumber,
    { where, update }: { where: object; update: UpdateQuery<CaseDocument> },
  ): Promise<Result<Case, CaseLost>> {
    const changed = await cases
      .findOneAndUpdate({ _id: number, ...where }, update, { returnDocument: 'after' })
      .lean<CaseDocument>();
    if (changed) {
      await recordDue(changed);
      return ok(toCase(changed));
    }
    const present = await get(number);
    return err(present ? { kind: 'conflict', case: present } : { kind: 'not_found' });
  }

  /** Puts a change on record and takes the note off the case; safe to repeat. */
  async function recordDue({ _id, dueEvent, epoch, customer }: CaseDocument): Promise<void> {
    if (!dueEvent) return;
    await record({ ...dueEvent, ticket: _id, customer, epoch, seenEpoch: epoch });
    await cases.updateOne({ _id, epoch }, { $unset: { dueEvent: '', dueEventAt: '' } });
  }

  /** Records the events that a crash left out. @returns how many */
  async function healEvents(before: Date): Promise<number> {
    const left = await cases
      .find({ dueEventAt: trusted({ $lt: before }) })
      .limit(100)
      .lean<CaseDocument[]>();
    for (const document of left) await recordDue(document);
    return left.length;
  }

  /** Cases that have used 70 % of their step's time, or all of it, and of which that is not on record yet. */
  async function toAttend(now: Date, limit: number): Promise<Case[]> {
    const found = await cases
      .find({ attendAt: trusted({ $lte: now }) })
      .sort({ attendAt: 1 })
      .limit(limit)
      .lean<CaseDocument[]>();
    for (const document of found) await recordDue(document);
    return found.map(toCase);
  }

  /** Notes that a step was warned of, or has run out of time. No transition, but an event: the epoch rises. */
  async function mark(one: Case, as: 'warned' | 'breached', actor: Actor): Promise<Result<Case, CaseLost>> {
    const step = nextStep(one.state);
    if (step === undefined) return err({ kind: 'conflict', case: one });
    // Who is late for a step was late for its warning too: it is not given afterwards.
    const warned = [...new Set([...one.warned, step])];
    const breached = as === 'breached' ? [...one.breached, step] : one.breached;
    const { attendAt: next } = clocksOf({ ...one, warned, breached });
    const dueEvent = { kind: `case.${as}`, actor, codes: [step] };
    return write(one.number, {
      where: { epoch: one.epoch },
      update: {
        $set: { warned, breached, dueEvent, dueEventAt: clock(), ...(next && { attendAt: next }) },
        $inc: { epoch: 1 },
        ...(!next && { $unset: { attendAt: '' } }),
      },
    });
  }

  /** Cases with an answer, or the news that they are taken up again, that is not on its way to the customer yet. */
  async function unsent(limit: number): Promise<Case[]> {
    const found = await cases.find({ unsent: true }).limit(limit).lean<CaseDocument[]>();
    return found.map(toCase);
  }

  async function noteSent(number: RecordNumber): Promise<void> {
    await cases.updateOne({ _id: number }, { $unset: { unsent: '' } });
  }

  /** By when a complaint or report that comes in now has to be acknowledged. */
  function firstDue(form: FormKind, at: Date): Date | undefined {
    return form === 'feedback' ? undefined : dueDates(at, terms[form], isWorkingDay).acknowledge;
  }

  async function get(number: RecordNumber): Promise<Case | undefined> {
    const found = await cases.findById(number).lean<CaseDocument>();
    return found ? toCase(found) : undefined;
  }

  /** Newest first. */
  async function list({ form, state, after, limit }: CaseFilter): Promise<{ cases: Case[]; next?: RecordNumber }> {
    const found = await cases
      .find({ form, ...(state && { state }), ...(after !== undefined && { _id: trusted({ $lt: after }) }) })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean<CaseDocument[]>();
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { cases: page.map(toCase), ...(found.length > limit && last && { next: last._id }) };
  }

  /** Complaints or reports that came in during a span of time, oldest first. */
  async function filedBetween(form: FormKind, { from, to }: { from: Date; to: Date }): Promise<Case[]> {
    const found = await cases
      .find({ form, at: trusted({ $gte: from, $lt: to }) })
      .sort({ at: 1 })
      .limit(mostFiled)
      .lean<CaseDocument[]>();
    return found.map(toCase);
  }

  /** What is to be done next, of all forms, soonest first. */
  async function listDue(limit: number): Promise<Case[]> {
    const found = await cases
      .find({ dueAt: trusted({ $gt: new Date(0) }) })
      .sort({ dueAt: 1 })
      .limit(limit)
      .lean<CaseDocument[]>();
    return found.map(toCase);
  }

  /** A customer's own complaints and reports that are not closed, newest first. */
  async function openOf(customer: CustomerId): Promise<CaseStanding[]> {
    const found = await cases
      .find({ customer, state: trusted({ $in: [...openStates] }) })
      .sort({ _id: -1 })
      .limit(mostShown)
      .lean<CaseDocument[]>();
    return found.map(({ _id: number, form, state, dueAt }) => ({ number, form, state, ...(dueAt && { dueAt }) }));
  }

  /** Of these customers, those with a complaint or report that is not closed: what it needs is kept. */
  async function heldOf(by: 'openId' | 'customer', ids: readonly string[]): Promise<ReadonlySet<string>> {
    const state = trusted({ $in: [...openStates] });
    const found =
      by === 'openId'
        ? await cases.find({ openId: trusted({ $in: [...ids] as OpenId[] }), state }).lean<CaseDocument[]>()
        : await cases.find({ customer: trusted({ $in: [...ids] as CustomerId[] }), state }).lean<CaseDocument[]>();
    return new Set(found.flatMap((one) => one[by] ?? []));
  }

  /** Numbers of the customer's complaints that are not closed: until then nothing of what they need goes. */
  async function openComplaintsOf(customer: CustomerId): Promise<string[]> {
    return (await openOf(customer)).filter(({ form }) => form === 'complaint').map(({ number }) => number);
  }

  return {
    ...{ file, firstDue, advance, reopen, mark, toAttend, healEvents, unsent, noteSent },
    ...{ get, list, filedBetween, listDue, openOf, openComplaintsOf, heldOf },
  };
}

export type Cases = ReturnType<typeof createCases>;
