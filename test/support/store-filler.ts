import { MongoServerError } from 'mongodb';
import { connectStore } from '../../src/store/connect.ts';

/** A process that writes until the store refuses, tries once more, and says what it saw. */
const store = await connectStore({ dataDir: process.argv[2] ?? '', onDeath: () => process.exit(3) });
const items = store.connection.collection<{ _id: string; text: string }>('items');
const codes: unknown[] = [];
let written = 0;
while (codes.length < 2 && written < 5000) {
  try {
    await items.insertOne({ _id: `i${written}`, text: 'x'.repeat(8000) });
    written += 1;
  } catch (error) {
    codes.push(error instanceof MongoServerError ? error.code : String(error));
  }
}
process.stdout.write(JSON.stringify({ written, codes, readable: (await items.find({}).toArray()).length }));
process.exit(0);
