import type { ChannelKind } from './registry.ts';
import type { Sealed } from './sealed.ts';

/** A link or contact in a customer's text, judged: what he is told of it, and nothing that gives it away. */
export type Judged = {
  /** 0 the most dangerous */
  readonly rank: number;
  readonly text: string;
  /** what it is called to him, with a number's last four at most */
  readonly what: string;
  readonly kind: ChannelKind;
  /** keyed hash of what was named; none where it is official */
  readonly indicator?: string;
};

/** What somebody may be recognised by who was reported: a keyed hash and, where a report form named it, the seal of it. */
export type Evidence = { readonly kind: ChannelKind; readonly indicator: string; readonly sealed?: Sealed };

/** What a customer wants proved: who talks to him here, a code that somebody told him, or a word for a caller to say. */
export type Wish =
  | { readonly kind: 'agent'; readonly employeeNumber: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'word' };

/** What a customer wants done about his anti-phishing phrase; `refused` says that the one he chose will not do. */
export type PhraseWish =
  | { readonly kind: 'set'; readonly sealed: Sealed }
  | { readonly kind: 'refused' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'how' };

/** The answer to a wish. */
export type Proof = {
  readonly text: string;
  /** what the transcript shows instead, where the text holds something for the customer alone */
  readonly shown?: string;
  readonly because: string;
};
