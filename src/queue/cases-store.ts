import type { Connection, UpdateQuery } from 'mongoose';
import type { AddedWords, Case, CaseCategory, CaseOutcome, CaseStep, Reopening } from '../domain/case.ts';
import type { FormKind } from '../domain/dialogue.ts';
import type { Actor, EventInput } from '../domain/event.ts';
import type { RecordNumber } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { insertNew } from '../store/collection.ts';
import { modelOf, trusted } from '../store/schema.ts';
import { attendAt, caseTransitions, clocksReopened, dueDates, nextStep, type CaseTerms } from './case-clocks.ts';
import { createCaseLists } from './case-lists-store.ts';
import { createCaseDuties } from './case-duties-store.ts';
import { casesSpec, toCase, type CaseDocument, type CaseLost } from './cases-spec.ts';
import type { IsWorkingDay } from './working-days.ts';

export type NewCase = Pick<Case, 'number' | 'form' | 'openId' | 'customer' | 'answers' | 'at' | 'ticket'>;

export type CaseChange = {
  readonly epoch: number;
  readonly actor: Actor;
  readonly category?: CaseCategory | undefined;
  readonly outcome?: CaseOutcome | undefined;
  readonly reply?: string | undefined;
};

export type CasesDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly record: (event: EventInput) => Promise<void>;
  readonly terms: Readonly<Record<'complaint' | 'report', CaseTerms>>;
  readonly isWorkingDay: IsWorkingDay;
};

const doneAt = { acknowledge: 'acknowledgedAt', answer: 'answeredAt', close: 'closedAt' } as const;
/** More is no addition any more; the transcript has all of it. */
const mostAdded = 50;
const mostTries = 20;

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

  /**
   * What the customer has to say to it afterwards, kept once under its line of the transcript. An event like any other:
   * whoever is about to answer an older state is told.
   *
   * @returns the case with it; undefined for none, and where it was there before
   */
  async function add(number: RecordNumber, added: AddedWords): Promise<Case | undefined> {
    for (let n = 0; n < mostTries; n++) {
      const present = await cases.findById(number).lean<CaseDocument>();
      if (!present || isAmong(present, added)) return undefined;
      await recordDue(present);
      const { customer: id, epoch } = present;
      const dueEvent = { kind: 'case.added', actor: { kind: 'customer', id }, codes: [] } as const;
      const done = await write(number, {
        where: { epoch },
        update: { $push: { added }, $set: { dueEvent, dueEventAt: clock() }, $inc: { epoch: 1 } },
      });
      if (done.ok) return done.value;
    }
    throw new Error(`The case ${number} changed ${mostTries} times while words were added`);
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

  /** By when a complaint or report that comes in now has to be acknowledged. */
  function firstDue(form: FormKind, at: Date): Date | undefined {
    return form === 'feedback' ? undefined : dueDates(at, terms[form], isWorkingDay).acknowledge;
  }

  async function get(number: RecordNumber): Promise<Case | undefined> {
    const found = await cases.findById(number).lean<CaseDocument>();
    return found ? toCase(found) : undefined;
  }

  return {
    ...{ file, firstDue, advance, add, reopen, get },
    ...createCaseLists({ cases }),
    ...createCaseDuties({ cases, clock, write, recordDue, attendAtOf: (one) => clocksOf(one).attendAt }),
  };
}

export type Cases = ReturnType<typeof createCases>;

function isAmong({ added = [] }: CaseDocument, { seq }: AddedWords): boolean {
  return added.length >= mostAdded || added.some((one) => one.seq === seq);
}
