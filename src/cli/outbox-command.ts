import type { EventInput } from '../domain/event.ts';
import { withoutPhraseSlot } from '../lib/phrase-slot.ts';
import type { DeadLetters } from '../outbox/dead-letters-store.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';

export type OutboxCommand = {
  readonly letters: DeadLetters;
  readonly record: (event: EventInput) => Promise<void>;
  readonly print: (line: string) => void;
};

const mostListed = 500;
const mostShown = 60;
const actor = { kind: 'system', id: 'outbox-command' } as const;

/**
 * Lists what did not reach a customer, the oldest first, one JSON line each: for `jq`, and without an OpenID.
 *
 * @returns the exit code: 2 where there is something
 */
export async function listDead({ letters, print }: OutboxCommand): Promise<number> {
  const found = await letters.list(mostListed);
  for (const entry of found) print(JSON.stringify(shown(entry)));
  return found.length === 0 ? 0 : 2;
}

/**
 * Puts these into the outbox again; the running product sends them. Each is on record.
 *
 * @returns the exit code: 1 where one of them is not among the dead (any more)
 */
export async function replayDead({ letters, record, print }: OutboxCommand, ids: readonly string[]): Promise<number> {
  let missing = 0;
  for (const id of ids) {
    const entry = await letters.replay(id);
    if (entry) {
      const { customer, ticket, state } = entry;
      await record({ kind: 'outbox.replayed', customer, ...(ticket && { ticket }), actor, codes: [state] });
      print(`${id}: was ${state}, is in the outbox again`);
    } else {
      missing += 1;
      print(`${id}: is not undelivered (any more)`);
    }
  }
  return missing === 0 ? 0 : 1;
}

function shown({ id, state, kind, ticket, at, attempts, code, reason, message }: OutboxEntry): object {
  const text = message.kind === 'text' ? withoutPhraseSlot(message.text) : `[${message.kind}]`;
  const short = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  return { id, state, kind, ticket, at, attempts, code, reason, text: short };
}
