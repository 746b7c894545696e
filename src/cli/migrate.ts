import { parseArgs } from 'node:util';
import { connectStore } from '../store/connect.ts';
import { copyDatabase, differences, digestsOf } from '../store/copy.ts';

/**
 * `npm run migrate -- --to mongodb`: copies the embedded store of DATA_DIR to MONGODB_URI, and compares the two;
 * `--to embedded` the other way.
 */
const report = (text: string): void => void process.stdout.write(`${text}\n`);

function stop(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

const { values } = parseArgs({ options: { to: { type: 'string' } } });
const uri = process.env.MONGODB_URI;
if ((values.to !== 'mongodb' && values.to !== 'embedded') || !uri)
  stop('Usage: MONGODB_URI=… npm run migrate -- --to mongodb|embedded');

const dataDir = process.env.DATA_DIR ?? './data';
const onDeath = (error: Error): never => stop(error.message);
const embedded = await connectStore({ dataDir, onDeath });
const server = await connectStore({ uri, dataDir, onDeath });
const [from, to] = values.to === 'mongodb' ? [embedded, server] : [server, embedded];
if (!from.connection.db || !to.connection.db) stop('A store closed its connection');
await copyDatabase(from.connection.db, to.connection.db, report);
report('comparing the two');
const different = differences(await digestsOf(from.connection.db, report), await digestsOf(to.connection.db, report));
await from.close();
await to.close();
if (different.length > 0) stop(`Not the same: ${different.join('; ')}. Run it again, or into an empty store.`);
report(`Both hold the same documents. ${values.to === 'mongodb' ? 'Set' : 'Take away'} MONGODB_URI and start.`);
