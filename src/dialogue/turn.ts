import type { Decision } from '../domain/decision.ts';
import type { Act } from '../domain/push-record.ts';

/** A decision before its text is rendered, split and given its numbers to tap. */
export type Turn = {
  /** '' says nothing */
  readonly text: string;
  /** what the transcript shows instead, where the text holds something for the customer alone */
  readonly shown?: string;
  readonly acts?: readonly Act[];
  readonly next?: Decision['next'];
  readonly because: string;
};

export const idle = { kind: 'idle' } as const;
