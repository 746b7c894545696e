import type { Connection } from 'mongoose';
import { directOf } from '../../src/store/direct.ts';

type Ask = (...given: unknown[]) => Promise<unknown>;

/** The next bulk of customers is stored, and whoever stored it does not learn so: the connection was lost meanwhile. */
export function loseNextAnswer(connection: Connection): void {
  const direct = directOf(connection) as unknown as { write: Ask } | undefined;
  if (direct) lose(direct, 'write');
  else lose(connection.collection('customers') as unknown as { bulkWrite: Ask }, 'bulkWrite');
}

function lose<Name extends string>(at: Record<Name, Ask>, name: Name): void {
  const ask = at[name].bind(at);
  at[name] = async (...given) => {
    at[name] = ask;
    await ask(...given);
    throw new Error('connection lost');
  };
}
