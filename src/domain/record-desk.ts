import type { Agent } from './agent.ts';
import type { Case, CaseCategory, CaseOutcome, CaseState } from './case.ts';
import type { FormKind } from './dialogue.ts';
import type { RecordNumber } from './ids.ts';

export type CaseQuery = {
  readonly form: FormKind;
  readonly state?: CaseState | undefined;
  /** a number: those filed before it */
  readonly after?: RecordNumber | undefined;
  /** 1 to 200 */
  readonly limit: number;
};

/** Why a change of a complaint or report was refused. */
export type CaseRefusal =
  | { readonly kind: 'not_found' }
  /** it has moved on: as it is now */
  | { readonly kind: 'conflict'; readonly case: Case }
  /** the outgoing check; `reason` is for the agent who wrote it */
  | { readonly kind: 'blocked'; readonly code: string; readonly reason: string };

export type CaseResult =
  { readonly ok: true; readonly value: Case } | { readonly ok: false; readonly error: CaseRefusal };

type CaseAct<More = object> = { readonly number: RecordNumber; readonly epoch: number } & More;

/** What the desk's routes of complaints and reports need of the actions. */
export type CasePorts = {
  readonly listCases: (query: CaseQuery) => Promise<{ cases: readonly Case[]; next?: RecordNumber }>;
  /** what is to be done next, of all forms, soonest first */
  readonly listDueCases: (limit: number) => Promise<readonly Case[]>;
  /** reading what a customer has written is on record */
  readonly readCase: (number: RecordNumber, by: Agent) => Promise<Case | undefined>;
  readonly acknowledgeCase: (act: CaseAct<{ category: CaseCategory | undefined }>, by: Agent) => Promise<CaseResult>;
  /** tells the customer; the text goes through the outgoing check */
  readonly answerCase: (
    act: CaseAct<{ text: string; category: CaseCategory | undefined }>,
    by: Agent,
  ) => Promise<CaseResult>;
  readonly closeCase: (
    act: CaseAct<{ outcome: CaseOutcome; category: CaseCategory | undefined }>,
    by: Agent,
  ) => Promise<CaseResult>;
};
