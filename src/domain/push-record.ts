import type { FormKind } from './dialogue.ts';
import type { RecordNumber, TicketNumber } from './ids.ts';
import type { Priority } from './intent.ts';
import type { Outgoing, PassiveReply } from './reply.ts';

/** What is to be done about a message beyond answering it. Stored with the push, applied idempotently under its key. */
export type Act =
  | {
      readonly kind: 'open-ticket';
      readonly number: TicketNumber;
      readonly topic: string;
      readonly priority: Priority;
      readonly summary: string;
    }
  | { readonly kind: 'customer-wrote'; readonly number: TicketNumber; readonly priority?: Priority }
  | { readonly kind: 'customer-ended'; readonly number: TicketNumber; readonly code: 'solved' | 'left' }
  | { readonly kind: 'survey-answered'; readonly number: TicketNumber; readonly score: 'yes' | 'no' }
  | {
      readonly kind: 'file-form';
      readonly form: FormKind;
      readonly number: RecordNumber;
      readonly answers: readonly string[];
      readonly ticket?: TicketNumber;
    }
  | { readonly kind: 'send'; readonly message: Outgoing }
  | { readonly kind: 'wake-outbox' }
  | { readonly kind: 'erase' };

/** One push as the customer's document keeps it: for a repeat, and for what is still to be done. */
export type PushRecord = {
  readonly key: string;
  readonly at: Date;
  /** transcript position of what came in; the answer has the next one */
  readonly seq: number;
  /** what came in, masked; undefined: not worth a line */
  readonly in?: { readonly kind: string; readonly text: string };
  readonly reply: PassiveReply;
  /** the answer's CreateTime, so that a repeat gets the same bytes */
  readonly repliedAt: Date;
  readonly acts: readonly Act[];
};
