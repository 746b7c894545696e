import type { Agent, Duty, Role } from '../domain/agent.ts';
import type { CannedReply } from '../domain/canned.ts';
import type { Case } from '../domain/case.ts';
import type { CustomerCard } from '../domain/care.ts';
import type { DeadLetter } from '../domain/desk-delivery.ts';
import type { SizedIncident } from '../domain/incident.ts';
import type { EntryFinding, EntrySummary, Explained, Revision, WrittenEntry } from '../domain/knowledge-desk.ts';
import type { Cluster, OpenedEvidence } from '../domain/desk-identity.ts';
import type { TicketCounts } from '../domain/desk.ts';
import type { Owner, Ticket, TranscriptLine } from '../domain/ticket.ts';

/** A domain type as JSON brings it: times are ISO strings. */
type Json<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Json<Item>[]
    : T extends string | number | boolean | undefined
      ? T
      : { readonly [Key in keyof T]: Json<T[Key]> };

/** An agent as colleagues see him. */
export type Person = Pick<Owner, 'name' | 'employeeNumber'>;

type Flat = Json<Omit<Ticket, 'openId' | 'owner' | 'number' | 'customer'>>;
export type TicketView = Flat & { readonly number: string; readonly customer: string; readonly owner?: Person };
export type LineView = Json<TranscriptLine>;
/** Reports of one link, number or account; never the thing itself. */
export type ClusterView = Json<Omit<Cluster, 'sealed'>>;
export type EvidenceView = Json<OpenedEvidence>;
/** What WeChat still lets through, and until when. */
export type WindowView = { readonly left: number; readonly closesAt: string };
export type ThreadView = TicketView & { readonly transcript: readonly LineView[]; readonly window?: WindowView };
export type TicketPage = { readonly tickets: readonly TicketView[]; readonly next?: string };
export type Counts = TicketCounts;
export type AgentView = Omit<Agent, 'id'>;
export type MeView = AgentView & { readonly secondFactor: boolean };
export type Colleague = Person & {
  readonly roles: readonly Role[];
  readonly present: boolean;
  readonly duty: Duty;
};
export type TopicView = { readonly id: string; readonly title: string };
export type CannedView = Json<CannedReply> & { readonly filled: string; readonly blanks: readonly string[] };
export type CustomerView = Json<Omit<CustomerCard, 'customer' | 'ticket'>> & {
  readonly customer: string;
  readonly ticket?: string;
};
/** What became of one of many. */
export type OneResult = {
  readonly number: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly message?: string;
};
export type CaseView = Json<Omit<Case, 'openId' | 'number' | 'customer' | 'ticket'>> & {
  readonly number: string;
  readonly customer: string;
  readonly ticket?: string;
};
export type IncidentView = Json<Omit<SizedIncident, 'number' | 'tickets'>> & {
  readonly number: string;
  /** in a list */
  readonly tickets?: number;
};
export type LetterView = Json<Omit<DeadLetter, 'customer' | 'ticket'>> & { readonly ticket?: string };
/** One thing that happened, as the audit shows it. */
export type TrailView = {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly ticket?: string;
  readonly epoch?: number;
  readonly actor: { readonly kind: 'agent' | 'bot' | 'customer' | 'system'; readonly id: string };
  readonly codes: readonly string[];
};
export type AuditCheckView = {
  readonly state: 'never' | 'running' | 'whole' | 'broken' | 'failed';
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly events?: number;
  readonly chains?: number;
  readonly anchors?: number;
  readonly broken?: readonly {
    readonly chain: string;
    readonly at: number | string;
    readonly problem: 'missing' | 'changed' | 'cut_off' | 'not_as_kept';
  }[];
};
export type EntrySummaryView = EntrySummary;
/** Questions that no entry answered, those alike together. */
export type MissView = {
  readonly title: string;
  readonly questions: readonly string[];
  readonly count: number;
  readonly lastAt: string;
  readonly nearest?: string;
};
export type EntryView = WrittenEntry;
export type FindingView = EntryFinding;
export type RevisionView = Omit<Revision, 'at'> & { readonly at: string };
export type EntryFileView = {
  readonly id: string;
  readonly epoch: number;
  readonly live: EntryView | null;
  readonly base: EntryView | null;
  readonly draft?: EntryView;
  readonly history: readonly RevisionView[];
};
/** What the bot makes of a sentence, and why. */
export type ExplainedView = Explained;
/** What was counted for one day, topic, agent …; `total` has the sums. Times are seconds. */
export type FigureRow = {
  readonly key: string;
  readonly opened: number;
  readonly firstReplySeconds?: number;
  readonly firstReplyP50Seconds?: number;
  readonly firstReplyP90Seconds?: number;
  readonly handlingSeconds?: number;
  readonly handlingP50Seconds?: number;
  readonly handlingP90Seconds?: number;
  readonly solveSeconds?: number;
  readonly solveP50Seconds?: number;
  readonly solveP90Seconds?: number;
  readonly solved: number;
  readonly breaches: number;
  readonly surveyYes: number;
  readonly surveyNo: number;
  readonly answered: number;
  readonly deflected: number;
};
