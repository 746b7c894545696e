import type { RecordNumber, TicketNumber } from './ids.ts';

/** A fault that many tickets are about: told, answered and closed once for all of them. */
export type Incident = {
  readonly number: RecordNumber;
  readonly title: string;
  /** what everybody who asks is told, on the notices' page too */
  readonly text: string;
  /** topics of the knowledge base whose questions it answers */
  readonly topics: readonly string[];
  readonly state: 'open' | 'closed';
  readonly epoch: number;
  readonly at: Date;
  readonly closedAt?: Date;
  /** what all of its customers were told, in order; the last one of a closed incident is its end */
  readonly replies: readonly { readonly text: string; readonly at: Date; readonly by: string }[];
};

/** An incident with how many tickets it has. */
export type SizedIncident = Incident & { readonly tickets: number };

/** One ticket of an incident. */
export type Member = {
  readonly ticket: TicketNumber;
  readonly incident: RecordNumber;
  readonly openId: string;
  /** how many of the incident's replies its customer has been sent */
  readonly told: number;
};
