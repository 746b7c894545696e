import type { Evidence } from './identity.ts';
import type { RecordNumber, TicketNumber } from './ids.ts';
import type { Priority } from './intent.ts';

/** Where a customer stands in a conversation of several steps. */
export type Dialogue =
  | { readonly kind: 'idle' }
  /** asked what the matter is; whatever comes next opens the ticket */
  | {
      readonly kind: 'handoff';
      readonly topic: string;
      readonly priority: Priority;
      /** masked: what was said before or with the wish for a person */ readonly said: string;
      readonly since: Date;
    }
  /** a person answered and closed; asked whether it helped */
  | {
      readonly kind: 'survey';
      readonly ticket: TicketNumber;
      /** the ticket was closed with this incident: 'still broken' takes it up again */
      readonly incident?: RecordNumber;
      readonly since: Date;
    }
  /** asked which of several entries was meant, or to say it differently: what comes next adds to what was said */
  | {
      readonly kind: 'asked';
      /** masked */ readonly said: string;
      /** what was offered; none where nothing came near */ readonly candidates: readonly string[];
      readonly since: Date;
    }
  /** answered with an entry, and asked whether it helped */
  | { readonly kind: 'answered'; readonly entry: string; readonly since: Date }
  /** a form: each answer is kept, the next question follows */
  | {
      readonly kind: 'form';
      readonly form: FormKind;
      readonly step: number;
      readonly answers: readonly string[];
      /** of a report: what it names so far, and how many pictures were sent with it */
      readonly evidence?: readonly Evidence[];
      readonly pictures?: number;
      readonly since: Date;
    };

export type FormKind = 'complaint' | 'report' | 'feedback';
