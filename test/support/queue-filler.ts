import type { Connection } from 'mongoose';
import { priorities } from '../../src/domain/intent.ts';
import { toCustomerId, toOpenId } from '../../src/domain/ids.ts';
import { rankOf } from '../../src/queue/rank.ts';
import type { TicketDocument } from '../../src/queue/ticket-document.ts';
import { ticketModel } from '../../src/queue/tickets-model-store.ts';
import { numberOf, start } from './queue-world.ts';

// Small enough that none holds up a busy store until its client takes it for dead.
const batch = 500;
/** Batches under way at a time: a server on two processors is kept at work, and no memory is filled with documents. */
const lanes = 2;

/** Puts waiting tickets straight into the store, with an ordinary mixture of topics and priorities. */
export async function fillQueue(connection: Connection, from: number, to: number): Promise<void> {
  const collection = connection.collection<TicketDocument>(ticketModel(connection).collection.name);
  let next = from;
  async function fill(): Promise<void> {
    while (next < to) {
      const first = next;
      next = Math.min(to, first + batch);
      await collection.insertMany(Array.from({ length: next - first }, (_, n) => waiting(first + n)));
    }
  }
  await Promise.all(Array.from({ length: lanes }, fill));
}

function waiting(n: number): TicketDocument {
  const openId = toOpenId(`filled-${n}`);
  if (!openId) throw new Error('no OpenID');
  const number = numberOf(n);
  const queuedAt = new Date(start.getTime() + n);
  // Few are urgent, most are normal.
  const priority = priorities[n % 50 === 0 ? 0 : n % 10 === 0 ? 1 : 2];
  return {
    _id: number,
    ...{ openId, customer: toCustomerId(`filled-${n}`), topic: `topic-${n % 5}`, priority },
    ...{ live: true, state: 'queued', epoch: 1, rev: 1, tier: 1, move: 'ours', summary: '' },
    ...{ queuedAt, clockAt: queuedAt, rank: rankOf({ number, priority, tier: 1, queuedAt }) },
  };
}
