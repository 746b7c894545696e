import type { TicketNumber } from './ids.ts';
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
  | { readonly kind: 'survey'; readonly ticket: TicketNumber; readonly since: Date }
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
      readonly since: Date;
    };

export type FormKind = 'complaint' | 'report' | 'feedback';
