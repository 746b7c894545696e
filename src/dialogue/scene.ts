import type { CaseStanding } from '../domain/case.ts';
import type { Customer } from '../domain/customer.ts';
import type { Evidence, Judged, PhraseWish, Proof, Wish } from '../domain/identity.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Intent } from '../domain/intent.ts';
import type { Entry, Understanding } from '../domain/knowledge.ts';
import type { SecretType } from '../domain/safety.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Say } from './say.ts';
import type { Word } from './words.ts';

/** What a message said, as far as a decision may know: masked text and verdicts. */
export type Heard = {
  /** text, image, voice … */
  readonly kind: string;
  /** masked */
  readonly text: string;
  readonly word?: Word;
  /** what the customer wants proved: 「验真 1001」, 「验证 483920」, 「对暗号」 */
  readonly wish?: Wish;
  /** what he wants done about the phrase that opens every message from a person */
  readonly phrase?: PhraseWish;
  /** links and contacts in the message, judged by the registry */
  readonly judged: readonly Judged[];
  /** what a report, begun or under way, names in this message */
  readonly evidence: readonly Evidence[];
  /** an earlier line whose end and this message's beginning were one secret, and what it must read now */
  readonly remask?: { readonly seq: number; readonly text: string };
  /** the menu's key, where the message is one of its texts */
  readonly menuKey?: string;
  readonly secrets: readonly SecretType[];
  /** warnings about tricks and secrets */
  readonly warnings: readonly string[];
  readonly understanding: Understanding;
};

/** Where in the queue, as far as it is known. */
export type Place = { readonly ahead: number; readonly waitMinutes?: number };

/** A question with answers to tap, each with the key of what it does. */
export type Choices = {
  readonly head: string;
  readonly items: readonly { readonly text: string; readonly key: string }[];
  readonly tail?: string | undefined;
};

/** What a key of config/menu.yaml does. */
export type MenuAction =
  | { readonly kind: 'entry'; readonly entry: string }
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'choices'; readonly choices: Choices };

/** Everything that a decision depends on: deciding waits for nothing. What few decisions need is asked for by a call. */
export type Scene = {
  readonly now: Date;
  readonly customer: Customer;
  readonly heard: Heard;
  readonly say: Say;
  readonly entry: (id: string) => Entry | undefined;
  /** the answer to a wish for proof */
  readonly proof: Proof | undefined;
  /** the first entry of an intent */
  readonly entryOf: (intent: Intent) => Entry | undefined;
  /** the address of a ticket's page; undefined where none can be reached */
  readonly linkTo: (number: TicketNumber) => string | undefined;
  readonly menu: (key: string) => MenuAction | undefined;
  /** the customer's complaints and reports that are not closed, read where he asks for them */
  readonly cases: readonly CaseStanding[];
  /** the live ticket, read where the customer has one */
  readonly ticket: Ticket | undefined;
  readonly place: Place;
  /** within service hours */
  readonly isOpen: () => boolean;
  readonly hours: string;
  /** official channels as lines of text */
  readonly channels: string;
  /** notices in force as text; '' for none */
  readonly notices: () => string;
  /** the gravest notice in force about a topic, as one line */
  readonly noticeOn: (topic: string) => string | undefined;
  /** whether a fault or maintenance is announced */
  readonly faultKnown: () => boolean;
  /** the address of an entry's page; undefined where customers may not be sent there */
  readonly entryLink: (entry: Entry) => string | undefined;
  /** numbers set aside for this message, where it may need one */
  readonly numbers: Readonly<Partial<Record<'K' | 'C' | 'R' | 'F', string>>>;
};
