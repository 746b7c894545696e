import type { CustomerId, RecordNumber, TicketNumber } from './ids.ts';

/** What staff are called for. Each has its own words; none of them has anything personal in it. */
export const pageKinds = [
  /** a complaint or report has used 70 % of its time, or all of it */
  'case_warning',
  'case_overdue',
  /** words for one that was closed at that moment */
  'case_added',
  /** a report of an impostor came in */
  'report_filed',
  /** a ticket's claim, reply or solve time: 70 % of it, or all of it */
  'ticket_warning',
  'ticket_overdue',
  /** a ticket of the fraud lane waits */
  'ticket_urgent',
  /** a customer speaks of not wanting to live */
  'ticket_life',
  /** somebody who is in danger or has complained has left the account */
  'customer_left',
  /** five wrong codes in ten minutes: somebody may be guessing */
  'challenge_guessing',
  /** an agent or WeChat's account needs attention */
  'account_alarm',
  /** something could not be done and was set aside */
  'dead_letter',
  'incident_opened',
  'audit_anchor',
] as const;
export type PageKind = (typeof pageKinds)[number];

/** Calls staff: in the console of whoever is on duty, and by webhook where one is configured. */
export type Page = {
  /** the same id twice is one page */
  readonly id: string;
  readonly to: 'agents' | 'lead' | 'administrator';
  readonly kind: PageKind;
  /** words of fixed lists and record numbers, never a text or anything personal */
  readonly codes: readonly string[];
  /** the ticket, complaint, report or incident */
  readonly ticket?: TicketNumber | RecordNumber;
  readonly customer?: CustomerId;
};

/** Resolves once the page is stored: it will be delivered, or be on record as undeliverable. */
export type CallStaff = (page: Page) => Promise<void>;
