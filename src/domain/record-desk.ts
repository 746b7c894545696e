import type { Agent } from './agent.ts';
import type { Case, CaseCategory, CaseOutcome, CaseState, ReopenReason } from './case.ts';
import type { FormKind } from './dialogue.ts';
import type { Actor } from './event.ts';
import type { RecordNumber, TicketNumber } from './ids.ts';
import type { Incident, SizedIncident } from './incident.ts';

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

/** Why a customer's data are read as a whole, erased or kept: from fixed lists, for they go on record. */
export const erasureReasons = ['customer_asked', 'authority_asked', 'account_closed', 'data_wrong'] as const;
export type ErasureReason = (typeof erasureReasons)[number];
export const holdReasons = ['court', 'police', 'regulator', 'dispute'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** All that is stored about a customer, by collection. */
export type CustomerExport = {
  readonly customer: string;
  readonly exportedAt: string;
  readonly collections: Readonly<Record<string, readonly unknown[]>>;
};

export type CustomerRefusal = 'not_found' | 'held' | 'too_much';

type CustomerResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: CustomerRefusal };

/** What can be done with all that is known of a customer. `ref` is a ticket's or record's number, or an OpenID. */
export type CustomerPorts = {
  readonly exportCustomer: (ref: string, reason: ErasureReason, by: Actor) => Promise<CustomerResult<CustomerExport>>;
  /** answers how many documents were erased or emptied, by collection */
  readonly eraseCustomer: (
    ref: string,
    reason: ErasureReason,
    by: Actor,
  ) => Promise<CustomerResult<Readonly<Record<string, number>>>>;
  readonly holdCustomer: (ref: string, reason: HoldReason, by: Actor) => Promise<CustomerResult<true>>;
  readonly releaseCustomer: (ref: string, by: Actor) => Promise<CustomerResult<true>>;
};

type CaseAct<More = object> = { readonly number: RecordNumber; readonly epoch: number } & More;

/** What the desk's routes of complaints and reports need of the actions. */
export type CasePorts = {
  /** reading what customers have written is on record, one by one and as a list */
  readonly listCases: (query: CaseQuery, by: Agent) => Promise<{ cases: readonly Case[]; next?: RecordNumber }>;
  /** what is to be done next, of all forms, soonest first */
  readonly listDueCases: (limit: number, by: Agent) => Promise<readonly Case[]>;
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
  /** takes a closed complaint or report up again and tells the customer */
  readonly reopenCase: (act: CaseAct<{ reason: ReopenReason }>, by: Agent) => Promise<CaseResult>;
};

/** Why a change of an incident was refused. */
export type IncidentRefusal =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'conflict'; readonly incident: Incident }
  | { readonly kind: 'blocked'; readonly code: string; readonly reason: string };

type IncidentResult<T = Incident> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: IncidentRefusal };

type IncidentAct = { readonly number: RecordNumber; readonly text: string; readonly epoch: number };

/** What the desk's routes of incidents need of the actions. */
export type IncidentPorts = {
  readonly listIncidents: (state: Incident['state']) => Promise<readonly SizedIncident[]>;
  /** the title and text are what everybody who asks is told */
  readonly openIncident: (told: Pick<Incident, 'title' | 'text' | 'topics'>, by: Agent) => Promise<IncidentResult>;
  /** puts live tickets into an incident; answers which of them it took */
  readonly joinIncident: (
    number: RecordNumber,
    tickets: readonly TicketNumber[],
    by: Agent,
  ) => Promise<IncidentResult<{ readonly incident: Incident; readonly joined: readonly TicketNumber[] }>>;
  readonly replyToIncident: (act: IncidentAct, by: Agent) => Promise<IncidentResult>;
  /** closes it with all its tickets; the text says how it ended */
  readonly closeIncident: (act: IncidentAct, by: Agent) => Promise<IncidentResult>;
};
