import type { AgentId, CustomerId } from '../domain/ids.ts';

/** Who stands behind a code: what the customer is told after a live match. */
export type Challenger = {
  readonly agent: AgentId;
  readonly name: string;
  readonly employeeNumber: string;
  /** ticket number or a few words, masked */
  readonly matter: string;
};

export type LiveCode = Challenger & {
  /** keyed hash: what is stored opens nothing */
  readonly hash: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
};

export type LiveWord = { readonly word: string; readonly expiresAt: Date };

/**
 * What challenges need of their store. Each operation is one atomic change of one customer's state: of two at once,
 * one sees the other's result.
 */
export type ChallengeStore = {
  /** counts a try in the window that began then; @returns its number, undefined beyond `most` */
  readonly takeTry: (customer: CustomerId, windowStart: Date, most: number) => Promise<number | undefined>;
  /** replaces the customer's code: never are two alive */
  readonly putCode: (customer: CustomerId, code: LiveCode) => Promise<void>;
  /** takes the code away if it is this one and still alive */
  readonly consumeCode: (customer: CustomerId, hash: string, now: Date) => Promise<LiveCode | undefined>;
  /** takes an agent's code back */
  readonly dropCode: (customer: CustomerId, agent: AgentId) => Promise<void>;
  readonly putWord: (customer: CustomerId, word: LiveWord) => Promise<void>;
  /** the word, for the first agent who reads it and for him alone */
  readonly readWord: (customer: CustomerId, agent: AgentId, now: Date) => Promise<string | undefined>;
};

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
  readonly agent?: AgentId;
};
