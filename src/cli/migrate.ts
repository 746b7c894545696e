import { parseArgs } from 'node:util';
import { connectStore } from '../store/connect.ts';
import { copyDatabase, differences, digestsOf } from '../store/copy.ts';

/** `npm run migrate -- --to mongodb`: copies the embedded store of DATA_DIR to MONGODB_URI, and compares the two. */
const report = (text: string): void => void process.stdout.write(`${text}\n`);

function stop(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

const { values } = parseArgs({ options: { to: { type: 'string' } } });
const uri = process.env.MONGODB_URI;
if (values.to !== 'mongodb' || !uri) stop('Usage: MONGODB_URI=… npm run migrate -- --to mongodb');

const dataDir = process.env.DATA_DIR ?? './data';
const onDeath = (error: Error): never => stop(error.message);
const from = await connectStore({ dataDir, onDeath });
const to = await connectStore({ uri, dataDir, onDeath });
if (!from.connection.db || !to.connection.db) stop('A store closed its connection');
await copyDatabase(from.connection.db, to.connection.db, report);
const different = differences(await digestsOf(from.connection.db), await digestsOf(to.connection.db));
await from.close();
await to.close();
if (different.length > 0) stop(`Not the same: ${different.join('; ')}. Run it again, or into an empty database.`);
report('Both hold the same documents. Set MONGODB_URI and start.');
