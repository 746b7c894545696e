import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { createTickets } from '../../src/queue/tickets-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { faultsOf } from '../support/ownership.ts';
import { noDeadlines, planWith } from '../support/queue.ts';
import { createCommands } from '../support/queue-commands.ts';
import { createQueueWorld } from '../support/queue-world.ts';
import { createRandom } from '../support/random.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

/** SEQUENCES=2000 for the long run, SEED to see one again; docs/queue.md has both. */
const sequences = Number(process.env.SEQUENCES ?? 60);
const seed = Number(process.env.SEED ?? 20_261_123);
const commands = 30;
const lanes = 8;
const far = planWith({ sla: { usual: { claim: 90_000, reply: 90_000, solve: 90_000 } } });

let at: TestStore;
let connections: Connection[];
beforeAll(async () => {
  at = await openTestStore();
  connections = Array.from({ length: lanes }, (_, n) => at.connection.useDb(`${at.connection.name}-${n}`));
  for (const connection of connections) {
    createTickets({ connection, clock: () => new Date(), record: () => Promise.resolve(), deadlines: noDeadlines });
    await ensureIndexes(connection);
  }
}, 60_000);
afterAll(async () => {
  for (const connection of connections) await connection.dropDatabase();
  await at.close();
});

/** One sequence, in a queue of its own. @returns what went wrong */
async function play(connection: Connection, sequence: number): Promise<string[]> {
  for (const name of ['tickets', 'seats']) await connection.collection(name).deleteMany({});
  const world = createQueueWorld(connection, { plan: far });
  const { step, compare, told } = createCommands(world, createRandom(seed + sequence));
  for (let n = 0; n < commands; n++) {
    const fault = await step();
    if (fault !== undefined) return [`SEED=${seed + sequence} SEQUENCES=1, command ${n}: ${fault}`];
  }
  const faults = [...(await compare()), ...faultsOf(world.events, told), ...world.errors.map(String)];
  return faults.map((fault) => `SEED=${seed + sequence} SEQUENCES=1: ${fault}`);
}

describe('the queue, told random things', () => {
  it(
    `does in ${sequences} sequences of ${commands} commands what its table of transitions says, and nothing else`,
    async () => {
      let next = 0;
      const faults: string[] = [];
      await Promise.all(
        connections.map(async (connection) => {
          while (next < sequences && faults.length === 0) faults.push(...(await play(connection, next++)));
        }),
      );

      expect(faults).toEqual([]);
    },
    60_000 + sequences * 500,
  );
});
