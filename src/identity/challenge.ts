import type { AgentId, CustomerId, TicketNumber } from '../domain/ids.ts';
import type { Sealed } from '../domain/sealed.ts';

/** Who stands behind a code: what the customer is told after a live match. */
export type Challenger = {
  readonly agent: AgentId;
  readonly name: string;
  readonly employeeNumber: string;
  /** what it is about, in a few words, masked */
  readonly matter: string;
  readonly ticket?: TicketNumber;
};

export type LiveCode = Challenger & {
  /** keyed hash: what is stored opens nothing */
  readonly hash: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** the push that used it up: the same push, handled again, gets the same answer */
  readonly usedBy?: string;
};

export type LiveWord = { readonly sealed: Sealed; readonly expiresAt: Date; readonly readBy?: AgentId };

/** Everything about one customer's challenges: what must agree is one document. */
export type ChallengeState = {
  /** the checks of the last ten minutes, each under its push */
  readonly tried: readonly { readonly push: string; readonly at: Date }[];
  readonly code?: LiveCode;
  readonly word?: LiveWord;
};

/** What a change makes of a state: without `next` it stays. */
export type ChallengeStep<T> = (state: ChallengeState) => { readonly next?: ChallengeState; readonly value: T };

/**
 * What challenges need of their store: one atomic change of one customer's state. Of two at once, the later one sees
 * the earlier one's result; `step` is a pure function and may run several times.
 */
export type ChallengeStore = { readonly change: <T>(customer: CustomerId, step: ChallengeStep<T>) => Promise<T> };

/** For the record: no code, no word, no text. */
export type ChallengeEvent = {
  readonly kind:
    | 'challenge.issued'
    | 'challenge.confirmed'
    | 'challenge.refused'
    /** the last try of a window failed: somebody may be guessing */
    | 'challenge.guessing'
    | 'challenge.word_given'
    | 'challenge.word_read'
    | 'challenge.word_refused'
    | 'challenge.revoked';
  readonly customer: CustomerId;
  /** the agent's, where one is concerned */
  readonly employeeNumber?: string;
  readonly ticket?: TicketNumber;
};
