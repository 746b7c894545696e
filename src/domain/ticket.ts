import type { AgentId, CustomerId, OpenId, TicketNumber } from './ids.ts';
import type { Priority } from './intent.ts';
import type { Media } from './media.ts';

export const ticketStates = ['queued', 'assigned', 'serving', 'snoozed', 'wrapup', 'closed'] as const;
export type TicketState = (typeof ticketStates)[number];

export const closeCodes = ['solved', 'left', 'duplicate', 'spam', 'complaint', 'no_reply'] as const;
export type CloseCode = (typeof closeCodes)[number];

/** The agent who has a ticket, as colleagues and customers may see him. */
export type Owner = { readonly id: AgentId; readonly name: string; readonly employeeNumber: string };

export const moves = ['ours', 'customer', 'third_party'] as const;
/** Who has to do the next thing. */
export type Move = (typeof moves)[number];

export const thirdParties = ['bank', 'merchant', 'technicians'] as const;
/** Whom else a matter can wait for. */
export type ThirdParty = (typeof thirdParties)[number];

export const slaClocks = ['claim', 'reply', 'solve'] as const;
/** What is promised a time: that somebody takes the ticket, that he answers, that the matter is solved. */
export type SlaClock = (typeof slaClocks)[number];

/** By when, where it is promised now. */
export type DueTimes = { readonly claimBy?: Date; readonly replyBy?: Date; readonly solveBy?: Date };

/** A ticket on its way to a colleague: his already, but back in the queue if he does not take it up in time. */
export type Offer = { readonly by: Owner; readonly at: Date; readonly expiresAt: Date };

/** When a ticket came to a tier, and who sent it there (employee number, or a job's name). */
export type TierStep = { readonly tier: number; readonly at: Date; readonly by: string };

/** One unresolved matter in the queue. Its epoch rises with each change of state: a writer with an older one is refused. */
export type Ticket = {
  readonly number: TicketNumber;
  readonly openId: OpenId;
  readonly customer: CustomerId;
  readonly state: TicketState;
  readonly epoch: number;
  readonly priority: Priority;
  /** its customer has spoken of not wanting to live: before everything else in the queue, and for ever */
  readonly lifeAtRisk?: true;
  readonly topic: string;
  /** 1 一线, 2 高级, 3 经理/技术 */
  readonly tier: number;
  /** how it came there, oldest first; absent while it never left the first tier */
  readonly tiers?: readonly TierStep[];
  readonly owner?: Owner;
  /** who had it last, kept when it goes back to the queue: the customer is led to him again where that can be */
  readonly servedBy?: Owner;
  readonly offer?: Offer;
  readonly move: Move;
  /** whom it waits for, while the move is a third party's */
  readonly party?: ThirdParty;
  /** by when the customer was promised to hear of it; a time that is past promises nothing any more */
  readonly promisedAt?: Date;
  /** since when the present clock runs: of claiming while queued, of answering while the move is ours */
  readonly clockAt: Date;
  readonly due?: DueTimes;
  /** how far the clocks that run now have come */
  readonly marks?: Readonly<Partial<Record<SlaClock, 'warned' | 'missed'>>>;
  /** every promise that was ever missed */
  readonly breached?: readonly SlaClock[];
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
  /** the file that the line stands for */
  readonly media?: Pick<Media, 'id' | 'kind' | 'state' | 'contentType' | 'size' | 'preview'>;
  readonly delivery?: {
    readonly state: DeliveryState;
    readonly reason?: string;
    /** while it waits to be sent: until then it can be taken back */
    readonly leavesAt?: Date;
  };
};
