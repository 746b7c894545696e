import type { Connection } from 'mongoose';
import { loadConfig } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import { faultLine } from '../lib/fault.ts';
import { createStaff } from '../staff/staff.ts';
import { connectStore } from '../store/connect.ts';
import { StoreHeldError } from '../store/start-embedded.ts';
import { ensureIndexes } from '../store/schema.ts';

const usage = `Usage: npm run staff -- reset LOGIN

Takes the password and the second factor of an account away, enables it, and prints a one-time link to set a new password, good for
30 minutes. With the embedded store, stop the product first: its store serves one process.
`;

function fail(text: string): never {
  process.stderr.write(text);
  process.exit(1);
}

/** Opens an account again and gives it a one-time link; undefined where there is no such account. */
async function linkFor(login: string, connection: Connection): Promise<string | undefined> {
  const { accounts } = createStaff({ connection, clock: systemClock });
  await ensureIndexes(connection);
  // Whoever may run this owns the store: a disabled last administrator must not stay outside for ever.
  await accounts.change(login, { disabled: false });
  const done = await accounts.reset(login);
  return done.ok ? `/desk/setup?token=${done.value.token}` : undefined;
}

/** Prints the link on stdout, alone, and everything else on stderr. */
async function reset(login: string): Promise<void> {
  const config = await loadConfig();
  if (!config.ok) fail(`${config.error.map(faultLine).join('\n')}\n`);
  const { mongoUri: uri, dataDir, publicUrl, port } = config.value;
  const store = await connectStore({ uri, dataDir, onDeath: (error) => fail(`${error.message}\n`) });
  const link = await linkFor(login, store.connection).finally(store.close);
  if (link === undefined) fail(`There is no account with the login ${login}.\n`);
  process.stdout.write(`${publicUrl ?? `http://127.0.0.1:${port}`}${link}\n`);
}

const [command, login, ...more] = process.argv.slice(2);
if (command !== 'reset' || login === undefined || more.length > 0) fail(usage);
try {
  await reset(login);
} catch (error) {
  if (!(error instanceof StoreHeldError)) throw error;
  fail(`${error.message}\n`);
}
