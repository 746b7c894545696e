import type { Agent } from './agent.ts';
import type { TicketResult } from './desk.ts';
import type { CustomerId, TicketNumber } from './ids.ts';
import type { DeliveryState, TranscriptLine } from './ticket.ts';

export const openReasons = ['answer', 'identity', 'fraud', 'complaint', 'legal'] as const;
/** What a customer's file is opened for. */
export type OpenReason = (typeof openReasons)[number];

export type MediaFile = { readonly bytes: Buffer; readonly contentType: string };

/** A message that did not reach its customer, or nobody knows whether it did. */
export type DeadLetter = {
  readonly id: string;
  readonly customer: CustomerId;
  readonly kind: 'staff' | 'notice';
  readonly state: DeliveryState;
  readonly at: Date;
  readonly attempts: number;
  readonly text: string;
  readonly ticket?: TicketNumber;
  /** WeChat's code and what it means */
  readonly code?: number;
  readonly reason?: string;
};

/** What the desk's routes need of files and of the outbox. */
export type DeliveryPorts = {
  readonly sendPicture: (
    input: { number: TicketNumber; bytes: Buffer; epoch: number; key?: string },
    by: Agent,
  ) => Promise<TicketResult<{ message: TranscriptLine; epoch: number }>>;
  /** undefined: not of this ticket's customer, or not kept (any more) */
  readonly openMedia: (
    input: { number: TicketNumber; media: string; reason: OpenReason },
    by: Agent,
  ) => Promise<MediaFile | undefined>;
  readonly listDeadLetters: () => Promise<readonly DeadLetter[]>;
  /** the letter as it was; undefined: it is none (any more) */
  readonly replayDeadLetter: (id: string, by: Agent) => Promise<DeadLetter | undefined>;
};
