import type { CustomerId, OpenId, TicketNumber } from './ids.ts';

export const mediaKinds = ['image', 'voice', 'video'] as const;
export type MediaKind = (typeof mediaKinds)[number];

/**
 * How far a file has come: `due` still to be fetched from WeChat, `kept` here, `refused` not what it claims to be or too
 * big, `gone` WeChat no longer had it, or never gave it.
 */
export const mediaStates = ['due', 'kept', 'refused', 'gone'] as const;
export type MediaState = (typeof mediaStates)[number];

/** A picture, a voice message or a video, of a customer or of an agent. The bytes are kept apart, sealed. */
export type Media = {
  /** the transcript line's id */
  readonly id: string;
  readonly openId: OpenId;
  readonly customer: CustomerId;
  readonly from: 'customer' | 'agent';
  readonly kind: MediaKind;
  readonly state: MediaState;
  readonly at: Date;
  readonly ticket?: TicketNumber;
  /** what the first bytes say it is, such as `image/jpeg`; where it is kept */
  readonly contentType?: string;
  /** bytes, where it is kept */
  readonly size?: number;
  /** why it is refused or gone: a word of a fixed list */
  readonly reason?: string;
  /** a few points of a picture, as a data address: nothing can be read from it */
  readonly preview?: string;
  /** numbers of the complaints and reports that it is evidence of: while there are any it is not erased */
  readonly cases: readonly string[];
};

/** How files are sealed at rest; `about` binds the bytes to their record, so that moved to another they don't open. */
export type MediaSeal = {
  readonly seal: (plain: Buffer, about: string) => Buffer;
  /** @returns undefined where the key is gone or a byte was changed */
  readonly open: (sealed: Buffer, about: string) => Buffer | undefined;
};
