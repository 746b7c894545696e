import type { Case } from '../domain/case.ts';
import type { RecordNumber } from '../domain/ids.ts';
import { caseOutcomes, caseSteps, reopenReasons } from '../domain/case.ts';
import { mixed } from '../store/collection.ts';
import type { CollectionSpec } from '../store/schema.ts';
import type { DueEvent } from './ticket-document.ts';

export type CaseDocument = Omit<Case, 'number' | 'answers'> & {
  readonly _id: RecordNumber;
  readonly answers?: Case['answers'];
  /** when the sweeper has to look at it: to warn, or because time is over */
  readonly attendAt?: Date;
  /** the answer, or that it is taken up again, has still to be brought to the customer's chat */
  readonly unsent?: true;
  readonly dueEvent?: DueEvent;
  readonly dueEventAt?: Date;
};

/** Why a change did not happen: the case as it is, or that there is none. */
export type CaseLost = { readonly kind: 'conflict'; readonly case: Case } | { readonly kind: 'not_found' };

export const casesSpec: CollectionSpec = {
  name: 'cases',
  retention: 'record',
  subject: { by: 'customer', field: 'customer', erase: { fields: ['openId', 'answers', 'added', 'reply'] } },
  expires: { field: 'closedAt' },
  fields: {
    form: String,
    openId: String,
    customer: String,
    answers: [String],
    added: {
      type: [
        {
          _id: false,
          seq: { type: Number, required: true },
          at: { type: Date, required: true },
          text: { type: String, required: true },
        },
      ],
      default: undefined,
    },
    at: Date,
    ticket: String,
    state: String,
    epoch: Number,
    due: { acknowledge: Date, answer: Date, close: Date },
    dueAt: Date,
    attendAt: Date,
    warned: [String],
    breached: [String],
    category: String,
    acknowledgedAt: Date,
    answeredAt: Date,
    closedAt: Date,
    outcome: String,
    reply: String,
    reopened: {
      type: [
        {
          _id: false,
          at: { type: Date, required: true },
          by: { type: String, required: true },
          reason: { type: String, enum: reopenReasons, required: true },
          closedAt: Date,
          outcome: { type: String, enum: caseOutcomes },
          breached: [{ type: String, enum: caseSteps }],
        },
      ],
      default: undefined,
    },
    unsent: Boolean,
    dueEvent: mixed,
    dueEventAt: Date,
  },
  indexes: [
    { key: { customer: 1, state: 1, _id: -1 } },
    { key: { form: 1, _id: -1 } },
    { key: { openId: 1, state: 1 } },
    { key: { dueAt: 1 }, sparse: true },
    { key: { form: 1, state: 1, _id: -1 } },
    { key: { form: 1, at: 1 } },
    { key: { attendAt: 1 }, sparse: true },
    { key: { closedAt: 1 }, sparse: true },
    { key: { unsent: 1 }, sparse: true },
    { key: { dueEventAt: 1 }, sparse: true },
  ],
};

export function toCase(document: CaseDocument): Case {
  const { _id, attendAt: _attendAt, unsent: _unsent, dueEvent: _dueEvent, dueEventAt: _dueEventAt, ...rest } = document;
  return { number: _id, ...rest, answers: rest.answers ?? [] };
}
