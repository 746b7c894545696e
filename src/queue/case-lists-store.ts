import type { Model } from 'mongoose';
import type { Case, CaseStanding, CaseState } from '../domain/case.ts';
import type { FormKind } from '../domain/dialogue.ts';
import type { CustomerId, OpenId, RecordNumber } from '../domain/ids.ts';
import { trusted } from '../store/schema.ts';
import { toCase, type CaseDocument } from './cases-spec.ts';

export type CaseFilter = {
  readonly form: FormKind;
  readonly state?: CaseState | undefined;
  /** a number: those filed before it */
  readonly after?: RecordNumber | undefined;
  readonly limit: number;
};

const openStates: readonly CaseState[] = ['filed', 'acknowledged', 'answered'];
const mostShown = 5;
// A year of a large wallet; beyond it a ledger is taken month by month.
const mostFiled = 100_000;

/** Complaints, reports and feedback as they are asked for: by staff, for a ledger, and for their own customer. */
export function createCaseLists({ cases }: { readonly cases: Model<CaseDocument> }) {
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

  return { list, filedBetween, listDue, openOf, openComplaintsOf, heldOf };
}
