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
      /** the matter that was under talk before */ readonly matter?: Matter;
    }
  /** answered with an entry, and asked whether it helped: the matter under talk until another is named */
  | ({ readonly kind: 'answered' } & Matter)
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
    }
  /** has a complaint open, and was asked what to add to it */
  | { readonly kind: 'addition'; readonly to: RecordNumber; readonly since: Date };

/** What a customer was answered about. */
export type Matter = {
  readonly entry: string;
  /** when it was last spoken of */
  readonly since: Date;
  /** names of the texts that answered what he has added to it since: none is said twice in a row */
  readonly told?: readonly string[];
};

export type FormKind = 'complaint' | 'report' | 'feedback';
