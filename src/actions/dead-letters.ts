import type { Agent } from '../domain/agent.ts';
import type { DeadLetter } from '../domain/desk-delivery.ts';
import type { EventInput } from '../domain/event.ts';
import { withoutPhraseSlot } from '../lib/phrase-slot.ts';
import type { DeadLetters } from '../outbox/dead-letters-store.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { actorOf } from './refusals.ts';

export type DeadLettersDeps = {
  readonly deadLetters: DeadLetters;
  readonly record: (event: EventInput) => Promise<void>;
  readonly deliver: () => void;
};

const mostListed = 100;

/** Messages that did not reach their customer: looked at, and sent again by a lead's decision, which is on record. */
export function createDeadLetterDesk({ deadLetters, record, deliver }: DeadLettersDeps) {
  async function listDeadLetters(): Promise<DeadLetter[]> {
    return (await deadLetters.list(mostListed)).map(toLetter);
  }

  async function replayDeadLetter(id: string, by: Agent): Promise<DeadLetter | undefined> {
    const entry = await deadLetters.replay(id);
    if (!entry) return undefined;
    const { customer, ticket, state } = entry;
    const about = { customer, ...(ticket && { ticket }) };
    await record({ kind: 'outbox.replayed', ...about, actor: actorOf(by), codes: [state] });
    deliver();
    return toLetter(entry);
  }

  return { listDeadLetters, replayDeadLetter };
}

function toLetter({ id, customer, kind, message, ticket, state, at, attempts, code, reason }: OutboxEntry): DeadLetter {
  return {
    ...{ id, customer, kind, state, at, attempts },
    text: message.kind === 'text' ? withoutPhraseSlot(message.text) : `[${message.kind}]`,
    ...(ticket && { ticket }),
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
  };
}
