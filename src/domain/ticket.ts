import type { AgentId, CustomerId, OpenId, TicketNumber } from './ids.ts';
import type { Priority } from './intent.ts';

export const ticketStates = ['queued', 'assigned', 'serving', 'snoozed', 'wrapup', 'closed'] as const;
export type TicketState = (typeof ticketStates)[number];

export const closeCodes = ['solved', 'left', 'duplicate', 'spam', 'complaint', 'no_reply'] as const;
export type CloseCode = (typeof closeCodes)[number];

/** The agent who has a ticket, as colleagues and customers may see him. */
export type Owner = { readonly id: AgentId; readonly name: string; readonly employeeNumber: string };

/** One unresolved matter in the queue. Its epoch rises with each change of state: a writer with an older one is refused. */
export type Ticket = {
  readonly number: TicketNumber;
  readonly openId: OpenId;
  readonly customer: CustomerId;
  readonly state: TicketState;
  readonly epoch: number;
  readonly priority: Priority;
  readonly topic: string;
  /** 1 一线, 2 高级, 3 经理/技术 */
  readonly tier: number;
  readonly owner?: Owner;
  /** what the customer wants, masked */
  readonly summary: string;
  readonly queuedAt: Date;
  readonly claimedAt?: Date;
  readonly firstReplyAt?: Date;
  readonly lastInAt?: Date;
  readonly lastOutAt?: Date;
  readonly snoozedUntil?: Date;
  readonly closedAt?: Date;
  readonly closeCode?: CloseCode;
  readonly survey?: { readonly score: 'yes' | 'no'; readonly at: Date };
};

/** How far an agent's words have come. */
export const deliveryStates = [
  'queued',
  'sending',
  'sent',
  'failed',
  'unknown',
  'expired',
  'waiting',
  'dead',
  'taken_back',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export type TranscriptLine = {
  readonly id: string;
  /** rises within one customer's transcript */
  readonly seq: number;
  readonly from: 'customer' | 'bot' | 'agent' | 'system';
  /** text, note, image, voice, video, location, link, event … */
  readonly kind: string;
  /** masked */
  readonly text: string;
  readonly at: Date;
  readonly by?: { readonly name: string; readonly employeeNumber: string };
  readonly delivery?: {
    readonly state: DeliveryState;
    readonly reason?: string;
    /** while it waits to be sent: until then it can be taken back */
    readonly leavesAt?: Date;
  };
};
