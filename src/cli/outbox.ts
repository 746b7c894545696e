import { randomUUID } from 'node:crypto';
import { systemClock } from '../lib/clock.ts';
import { createDeadLetters } from '../outbox/dead-letters-store.ts';
import { createEvents } from '../store/events/events.ts';
import { ensureIndexes } from '../store/schema.ts';
import { fail, withStore } from './open-store.ts';
import { listDead, replayDead, type OutboxCommand } from './outbox-command.ts';

const usage = `Usage: npm run outbox -- dead
       npm run outbox -- replay ID...

dead lists the messages that did not reach a customer (failed, given up, expired), or of which nobody knows whether they
did (unknown), one JSON line each; exit code 2 where there are any. replay puts them into the outbox again, on record:
an unknown one may then arrive twice. With the embedded store, stop the product first; leads can do both in the console.
`;

/** @returns the exit code */
function onStore(work: (command: OutboxCommand) => Promise<number>): Promise<number> {
  return withStore(async ({ connection }) => {
    const onError = (error: unknown) => process.stderr.write(`${String(error)}\n`);
    const events = createEvents({ connection, chain: randomUUID(), clock: systemClock, onError });
    const letters = createDeadLetters({ connection, clock: systemClock });
    await ensureIndexes(connection);
    const code = await work({ letters, record: events.record, print: (line) => process.stdout.write(`${line}\n`) });
    await events.stop();
    return code;
  });
}

const [command, ...ids] = process.argv.slice(2);
if (command === 'dead' && ids.length === 0) process.exitCode = await onStore(listDead);
else if (command === 'replay' && ids.length > 0) process.exitCode = await onStore((parts) => replayDead(parts, ids));
else fail(usage);
