import { writeSync } from 'node:fs';
import { MongoServerError } from 'mongodb';
import { connectStore } from '../../src/store/connect.ts';

/**
 * A process that inserts one document after the other and says `+n` when its insert was acknowledged, or `!code` when
 * it was refused; after the first refusal it tries once more, and says `=n`: how many it can read. For strace to watch.
 */
const [dataDir = '', count = '0'] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);
const store = await connectStore({
  dataDir,
  onDeath(error) {
    say(`dead ${error.message}`);
    process.exit(1);
  },
});
const items = store.connection.collection<{ _id: string; text: string }>('items');
say('ready');

let refused = 0;
for (let n = 1; n <= Number(count) && refused < 2; n++) {
  try {
    await items.insertOne({ _id: `i${n}`, text: 'x'.repeat(500) });
    say(`+${n}`);
  } catch (error) {
    refused += 1;
    say(`!${error instanceof MongoServerError ? String(error.code) : String(error)}`);
  }
}
say(`=${(await items.find({}).toArray()).length}`);
process.exit(0);
