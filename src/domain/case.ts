import type { FormKind } from './dialogue.ts';
import type { CustomerId, OpenId, RecordNumber, TicketNumber } from './ids.ts';

export const caseStates = ['filed', 'acknowledged', 'answered', 'closed'] as const;
export type CaseState = (typeof caseStates)[number];

/** What has to be done in time, in this order. */
export const caseSteps = ['acknowledge', 'answer', 'close'] as const;
export type CaseStep = (typeof caseSteps)[number];

/** What a matter is about, as the yearly disclosure counts them. */
export const caseCategories = [
  'payment',
  'transfer',
  'withdrawal',
  'account',
  'fees',
  'service',
  'privacy',
  'fraud',
  'other',
] as const;
export type CaseCategory = (typeof caseCategories)[number];

/** How it ended. `confirmed` and `unfounded` are for reports; the customer can withdraw either. */
export const caseOutcomes = [
  'upheld',
  'partly_upheld',
  'rejected',
  'confirmed',
  'unfounded',
  'duplicate',
  'withdrawn',
] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** Why a closed matter is taken up again: from a fixed list, for it goes on record. */
export const reopenReasons = [
  'new_facts',
  'customer_disputes',
  'outcome_wrong',
  'not_done',
  'authority_asked',
] as const;
export type ReopenReason = (typeof reopenReasons)[number];

/** How a matter stood when it was taken up again, and who did it (by employee number), when and why. */
export type Reopening = {
  readonly at: Date;
  readonly by: string;
  readonly reason: ReopenReason;
  readonly closedAt?: Date;
  readonly outcome?: CaseOutcome;
  /** steps that were late until then; the case's own list begins anew */
  readonly breached: readonly CaseStep[];
};

/** What a customer said to a complaint after he had made it: masked, with its line of the transcript. */
export type AddedWords = { readonly seq: number; readonly at: Date; readonly text: string };

/** A complaint, a report of an impostor or feedback: an own record with its number and clocks, linked to a ticket if any. */
export type Case = {
  readonly number: RecordNumber;
  readonly form: FormKind;
  /** gone once the customer was erased, like `answers`, `added` and `reply` */
  readonly openId?: OpenId;
  readonly customer: CustomerId;
  /** masked, in the order of the form's questions; '' where one was passed */
  readonly answers: readonly string[];
  /** oldest first */
  readonly added?: readonly AddedWords[];
  readonly at: Date;
  readonly ticket?: TicketNumber;
  readonly state: CaseState;
  readonly epoch: number;
  /** by when each step has to be done; feedback has none */
  readonly due?: Readonly<Record<CaseStep, Date>>;
  /** of the step that is next */
  readonly dueAt?: Date;
  readonly warned: readonly CaseStep[];
  readonly breached: readonly CaseStep[];
  readonly category?: CaseCategory;
  readonly acknowledgedAt?: Date;
  readonly answeredAt?: Date;
  readonly closedAt?: Date;
  readonly outcome?: CaseOutcome;
  /** each time that it was closed and taken up again */
  readonly reopened?: readonly Reopening[];
  /** what the customer was answered last */
  readonly reply?: string;
};

/** What a customer may know of his own complaint or report. */
export type CaseStanding = Pick<Case, 'number' | 'form' | 'state' | 'dueAt'>;
