import type { Customer } from '../domain/customer.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { Act } from '../domain/push-record.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import type { Turns } from '../reports/turns-store.ts';
import { linesOf, untranscribed, type Stored } from './lines-of.ts';
import { turnsOf } from './turns-of.ts';

export type TranscribeDeps = {
  readonly transcripts: Pick<Transcripts, 'add'>;
  readonly turns: Pick<Turns, 'add'>;
  readonly clock: Clock;
};

/** A document with more pushes than this, or older ones, grows dearer to write than its lines are. */
const mostTogether = 8;
const longestMs = 300_000;
const customersRemembered = 10_000;

/**
 * Brings what was said from the customers' documents to the transcript, with what reports count. While a customer talks
 * with the bot alone nobody reads his transcript: his lines stand in his document, are brought several at a time, and at
 * the latest when he has fallen silent. Whatever concerns people is brought at once.
 */
export function createTranscribe({ transcripts, turns, clock }: TranscribeDeps) {
  // The store's own word on how far a customer is transcribed lags behind by a write.
  const brought = createBoundedMap<CustomerId, number>(customersRemembered);

  /** What is to be brought now of a customer whose last pushes were stored. */
  function due(customer: Customer): Stored[] {
    const upTo = brought.get(customer.customer) ?? 0;
    const open = untranscribed(customer).filter(({ seq }) => seq > upTo);
    return mayWait(customer, open) ? [] : open.map((push) => ({ customer, push }));
  }

  function mayWait({ ticket, lastInAt }: Customer, open: Stored['push'][]): boolean {
    const [first, last] = [open[0], open.at(-1)];
    if (!first || !last) return true;
    if (ticket !== undefined || open.length > mostTogether) return false;
    // The search for those who fell silent goes by when they last wrote.
    if (last.at.getTime() !== lastInAt?.getTime()) return false;
    if (clock().getTime() - first.at.getTime() > longestMs) return false;
    return open.every(({ acts }) => acts.every(({ kind }) => ofTheBotAlone.has(kind)));
  }

  /** Lines and turns of pushes; those that are there already stay as they are. */
  async function bring(pushes: readonly Stored[]): Promise<void> {
    if (pushes.length === 0) return;
    await Promise.all([
      transcripts.add(pushes.flatMap(linesOf)),
      turns.add(pushes.flatMap(({ customer: { customer }, push }) => turnsOf(customer, push))),
    ]);
    for (const one of pushes) remember(one);
  }

  /** A push's lines are there, or will never be. */
  function remember({ customer: { customer }, push: { seq } }: Stored): void {
    brought.set(customer, Math.max(seq + 1, brought.get(customer) ?? 0));
  }

  return { due, bring, remember, upTo: (customer: CustomerId) => brought.get(customer) };
}

export type Transcribe = ReturnType<typeof createTranscribe>;

/** What a message asks for that no person has to do with. */
const ofTheBotAlone: ReadonlySet<Act['kind']> = new Set([
  'note-answer',
  'note-miss',
  'vote',
  'remember-asked',
  'asked-if-down',
]);
