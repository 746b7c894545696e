import type { Model, UpdateQuery } from 'mongoose';
import type { Case } from '../domain/case.ts';
import type { Actor } from '../domain/event.ts';
import type { RecordNumber } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { err, type Result } from '../lib/result.ts';
import { trusted } from '../store/schema.ts';
import { nextStep } from './case-clocks.ts';
import { toCase, type CaseDocument, type CaseLost } from './cases-spec.ts';

type CaseDutiesDeps = {
  readonly cases: Model<CaseDocument>;
  readonly clock: Clock;
  /** when the sweeper has to look at it next */
  readonly attendAtOf: (one: Case) => Date | undefined;
  readonly write: (
    number: RecordNumber,
    change: { where: object; update: UpdateQuery<CaseDocument> },
  ) => Promise<Result<Case, CaseLost>>;
  readonly recordDue: (document: CaseDocument) => Promise<void>;
};

/** What a sweeper finds to do about complaints and reports, each by its index. */
export function createCaseDuties({ cases, clock, attendAtOf, write, recordDue }: CaseDutiesDeps) {
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
    const next = attendAtOf({ ...one, warned, breached });
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

  return { healEvents, toAttend, mark, unsent, noteSent };
}
