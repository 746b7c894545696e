import type { FormKind } from './dialogue.ts';
import type { Evidence } from './identity.ts';
import type { MissBand } from './knowledge.ts';
import type { RecordNumber, TicketNumber } from './ids.ts';
import type { MediaKind } from './media.ts';
import type { Priority } from './intent.ts';
import type { Outgoing, PassiveReply } from './reply.ts';
import type { Sealed } from './sealed.ts';

/** What is to be done about a message beyond answering it. Stored with the push, applied idempotently under its key. */
export type Act =
  | {
      readonly kind: 'open-ticket';
      readonly number: TicketNumber;
      readonly topic: string;
      readonly priority: Priority;
      readonly lifeAtRisk?: true;
      readonly summary: string;
    }
  /** an incident was closed, but not for him */
  | { readonly kind: 'still-broken'; readonly number: TicketNumber; readonly incident: RecordNumber }
  | {
      readonly kind: 'customer-wrote';
      readonly number: TicketNumber;
      readonly priority?: Priority;
      readonly lifeAtRisk?: true;
    }
  | { readonly kind: 'customer-ended'; readonly number: TicketNumber; readonly code: 'solved' | 'left' }
  | { readonly kind: 'survey-answered'; readonly number: TicketNumber; readonly score: 'yes' | 'no' }
  | {
      readonly kind: 'file-form';
      readonly form: FormKind;
      readonly number: RecordNumber;
      readonly answers: readonly string[];
      readonly evidence?: readonly Evidence[];
      readonly ticket?: TicketNumber;
    }
  /** what the customer has to say to a complaint that is open */
  | { readonly kind: 'add-to-case'; readonly number: RecordNumber; /** masked */ readonly text: string }
  /** an entry was the answer; noted in bulk with the lines */
  | { readonly kind: 'note-answer'; readonly entry: string; readonly topic: string }
  /** asked about these, and is told should they turn out to be an impostor's */
  | { readonly kind: 'remember-asked'; readonly asked: readonly Evidence[] }
  /** a check of 「验真」, for the record */
  | { readonly kind: 'proof-given'; readonly code: 'serving' | 'refused'; readonly ticket?: TicketNumber }
  /** the anti-phishing phrase that opens every message from a person; without a seal it is taken away */
  | { readonly kind: 'set-phrase'; readonly sealed?: Sealed }
  /** what the customer sent as pictures, voice or video, but for the evidence of a complaint or report */
  | { readonly kind: 'delete-media' }
  /** the line with this `seq` held the first half of a secret: it is to read so */
  | { readonly kind: 'remask'; readonly seq: number; readonly text: string }
  /** no entry answered it, or several might have; what was said is the push's own masked text */
  | { readonly kind: 'note-miss'; readonly band: MissBand; readonly candidates: readonly string[] }
  | { readonly kind: 'vote'; readonly entry: string; readonly helped: boolean }
  /** asked whether something is down, while no notice says so */
  | { readonly kind: 'asked-if-down' }
  | { readonly kind: 'send'; readonly message: Outgoing }
  | { readonly kind: 'wake-outbox' }
  /** waiting outbox entries that went out in the passive reply */
  | { readonly kind: 'delivered'; readonly entries: readonly string[] }
  | { readonly kind: 'fetch-media'; readonly type: MediaKind; readonly mediaId: string }
  /** the account may lose its standing with WeChat, and with it the blue mark that customers know it by */
  | { readonly kind: 'account-alarm'; readonly change: string }
  /** he unfollowed */
  | { readonly kind: 'left' };

/** One push as the customer's document keeps it: for a repeat, and for what is still to be done. */
export type PushRecord = {
  readonly key: string;
  readonly at: Date;
  /** transcript position of what came in; the answer has the next one */
  readonly seq: number;
  /** what came in, masked; undefined: not worth a line */
  readonly in?: { readonly kind: string; readonly text: string };
  readonly reply: PassiveReply;
  /** what the transcript shows instead of the reply's text */
  readonly shown?: string;
  /** the bot's own part of the reply, where others' words that had waited go before it; '' where it has none */
  readonly own?: string;
  /** the answer's CreateTime, so that a repeat gets the same bytes */
  readonly repliedAt: Date;
  readonly acts: readonly Act[];
};

/** So long a push may be repeated: WeChat's own repeats come within 15 s, a copied one is refused by its signature's age. */
export const repeatableMs = 330_000;

/** The last exchange: the newest push and those that were repeatable when it came. Older ones only wait for the transcript. */
export function lastExchange(pushes: readonly PushRecord[]): readonly PushRecord[] {
  const since = (pushes.at(-1)?.at.getTime() ?? 0) - repeatableMs;
  return pushes.filter(({ at }) => at.getTime() > since);
}
