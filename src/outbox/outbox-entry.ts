import type { CustomerId, OpenId, TicketNumber } from '../domain/ids.ts';
import type { Outgoing } from '../domain/reply.ts';
import type { DeliveryState } from '../domain/ticket.ts';

/** One customer-service message on its way. `staff` words are never sent twice by themselves; a `notice` once more. */
export type OutboxEntry = {
  readonly id: string;
  readonly openId: OpenId;
  readonly customer: CustomerId;
  readonly kind: 'staff' | 'notice';
  readonly message: Outgoing;
  readonly ticket?: TicketNumber;
  readonly state: DeliveryState;
  /** the first of several that carry one long text; taken back with it */
  readonly partOf?: string;
  /** order within the customer's lane */
  readonly at: Date;
  readonly attempts: number;
  readonly notBefore: Date;
  /** rises with each claim: a late writer with an older one changes nothing */
  readonly fence: number;
  readonly leaseUntil?: Date;
  /** WeChat's code and words about the last failure */
  readonly code?: number;
  readonly reason?: string;
};

export type NewEntry = Pick<OutboxEntry, 'id' | 'openId' | 'customer' | 'kind' | 'message' | 'at'> & {
  readonly ticket?: TicketNumber;
  readonly partOf?: string;
  /** not to be sent earlier; `at` unless said */
  readonly notBefore?: Date;
};

/** What became of an attempt. */
export type SendFault = {
  readonly reaction:
    | { readonly kind: 'retry'; readonly afterMs: number }
    /** the window is closed or the quota used up: goes out when the customer writes next */
    | { readonly kind: 'wait' }
    /** will never be accepted */
    | { readonly kind: 'fail' }
    /** no answer: it may or may not have arrived */
    | { readonly kind: 'unknown' };
  readonly code: number;
  readonly reason: string;
};
