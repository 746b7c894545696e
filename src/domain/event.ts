import type { CustomerId, RecordNumber, TicketNumber } from './ids.ts';

/** Who did something: an employee number, `bot`, `customer`, or a job's name. */
export type Actor = { readonly kind: 'agent' | 'bot' | 'customer' | 'system'; readonly id: string };

/**
 * One thing that happened, for the live feed, the history and the audit in one.
 * No text and no personal data, so that erasing a customer needs no hole in the chain.
 */
export type EventInput = {
  /** ticket.queued, ticket.claimed, ticket.message … */
  readonly kind: string;
  /** the ticket, or the complaint, report or incident, that it is about */
  readonly ticket?: TicketNumber | RecordNumber;
  /** a random id, never the OpenID */
  readonly customer?: CustomerId;
  /** of the transition that this event records; others have none */
  readonly epoch?: number;
  /** the ticket's epoch at that moment, for the feed */
  readonly seenEpoch?: number;
  readonly actor: Actor;
  /** words of a fixed list, such as a close code */
  readonly codes?: readonly string[];
};

export type RecordedEvent = EventInput & {
  /** `chain:seq` */
  readonly id: string;
  readonly chain: string;
  /** without gaps within its chain, from 1 */
  readonly seq: number;
  readonly at: Date;
  /** the hash of the one before, '' for the first */
  readonly prev: string;
  /** SHA-256, hex, over `prev` and the rest */
  readonly hash: string;
};
