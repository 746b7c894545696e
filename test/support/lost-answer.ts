import type { Connection } from 'mongoose';
import { directOf, type Direct } from '../../src/store/direct.ts';

type Lossy<Name extends string> = Record<Name, (...given: unknown[]) => Promise<unknown>>;

/** The next bulk of customers is stored, and whoever stored it does not learn so: the connection was lost meanwhile. */
export function loseNextAnswer(connection: Connection): void {
  const direct: Direct | undefined = directOf(connection);
  if (direct) lose(direct as unknown as Lossy<'command'>, 'command');
  else lose(connection.collection('customers') as unknown as Lossy<'bulkWrite'>, 'bulkWrite');
}

function lose<Name extends string>(at: Lossy<Name>, name: Name): void {
  const ask = at[name].bind(at);
  at[name] = async (...given) => {
    const isRead = given.length === 1;
    if (isRead && name === 'command') return ask(...given);
    at[name] = ask;
    await ask(...given);
    throw new Error('connection lost');
  };
}
