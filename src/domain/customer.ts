import type { Dialogue } from './dialogue.ts';
import type { CustomerId, OpenId, TicketNumber } from './ids.ts';
import type { PushRecord } from './push-record.ts';

/** So many messages that WeChat still lets the account send by API, until then. */
export type Grant = {
  readonly basis: 'message' | 'tap' | 'follow' | 'scan';
  readonly left: number;
  readonly expiresAt: Date;
};

/** One grant of each basis at most: a minute's window, after a tap, stands beside the two days' after a message. */
export type Window = readonly Grant[];

export const restraintKinds = ['muted', 'blocked'] as const;

/**
 * What staff decided about a customer, until a time. `muted`: what he writes is stored, and the bot answers nothing
 * beyond one notice; `blocked`: nor does he get to people. An emergency, a complaint and a report are heard all the same.
 */
export type Restraint = {
  readonly kind: (typeof restraintKinds)[number];
  readonly until: Date;
  /** for colleagues, masked */
  readonly reason: string;
  /** employee number of who decided so */
  readonly by: string;
  readonly since: Date;
  /** the customer has had the one notice */
  readonly told: boolean;
};

/** The `n`th commit of an instance. */
export type Mark = { readonly by: string; readonly n: number };

/**
 * All that a decision depends on, in one document: one conditional write on `version` deduplicates, decides and stores.
 */
export type Customer = {
  readonly openId: OpenId;
  readonly customer: CustomerId;
  /** 0: not stored yet */
  readonly version: number;
  readonly followed: boolean;
  readonly dialogue: Dialogue;
  /** the live ticket; while there is one the bot keeps to the promised words */
  readonly ticket?: TicketNumber;
  /** what the numbers 1, 2, 3 … stand for since the last menu */
  readonly options: readonly string[];
  /** messages wait in the outbox for the customer to write again */
  readonly outboxWaits?: boolean;
  /** questions in a row that found no answer */
  readonly misses: number;
  readonly window: Window;
  /** token bucket of the pushes' limit; `noticeAt`: when the customer was last told to slow down */
  readonly bucket: { readonly tokens: number; readonly at: Date; readonly noticeAt?: Date };
  /** the last line of the transcript */
  readonly seq: number;
  /** the acts of the pushes up to here are done */
  readonly settled: number;
  /** lines up to here are in the transcript; later ones stand only in `pushes` */
  readonly transcribed: number;
  /** which instance stored the last push, and as its how manieth: how far that one has come, `settlements` says */
  readonly mark?: Mark;
  readonly pushes: readonly PushRecord[];
  readonly lastInAt?: Date;
  readonly restraint?: Restraint;
  /** when he unfollowed with an urgent ticket or a complaint open: nothing of him goes until that is closed */
  readonly leftAt?: Date;
};
