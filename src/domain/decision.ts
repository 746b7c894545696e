import type { Customer } from './customer.ts';
import type { Dialogue } from './dialogue.ts';
import type { TicketNumber } from './ids.ts';
import type { Act } from './push-record.ts';
import type { PassiveReply } from './reply.ts';

/** What the bot does about a message, from plain values, in one place. */
export type Decision = {
  readonly reply: PassiveReply;
  /** what the transcript shows of the answer, where that holds something for the customer alone */
  readonly shown?: string;
  readonly acts: readonly Act[];
  readonly next: Partial<Pick<Customer, 'followed' | 'options' | 'misses' | 'restraint'>> & {
    readonly dialogue?: Dialogue;
    /** null: no longer any */
    readonly ticket?: TicketNumber | null;
  };
  /** counted and logged: which rule decided, never what was said */
  readonly because: string;
};
