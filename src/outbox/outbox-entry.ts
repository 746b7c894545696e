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
  /** an earlier try had no answer: it may have arrived, and the next one says so */
  readonly again?: boolean;
  /** WeChat's code and words about the last failure */
  readonly code?: number;
  readonly reason?: string;
};

export type NewEntry = Pick<OutboxEntry, 'id' | 'openId' | 'customer' | 'kind' | 'message' | 'at'> & {
  readonly ticket?: TicketNumber;
  readonly partOf?: string;
  /** not to be sent before; at once where it is not said */
  readonly notBefore?: Date;
};

/** What an attempt made of an entry. */
export type Outcome = {
  readonly state: DeliveryState;
  readonly notBefore?: Date;
  readonly again?: true;
  readonly code?: number;
  readonly reason?: string;
};

/** What became of an attempt. */
export type SendFault = {
  readonly reaction:
    | { readonly kind: 'retry'; readonly afterMs: number }
    /** the window is closed or the quota used up: goes out when the customer writes next */
    | { readonly kind: 'wait'; readonly told: 'closed' | 'used_up' }
    /** will never be accepted */
    | { readonly kind: 'fail' }
    /** no answer: it may or may not have arrived */
    | { readonly kind: 'unknown' };
  readonly code: number;
  readonly reason: string;
};

/** What somebody has to look at: it did not reach the customer, or nobody knows whether it did. */
export const undeliveredStates = ['failed', 'dead', 'expired', 'unknown'] as const satisfies readonly DeliveryState[];
