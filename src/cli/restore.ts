import { restoreStore } from '../store/backup.ts';

/** `npm run restore -- DIR`: puts a backup into DATA_DIR, which must not hold a store. */
const from = process.argv[2];
if (from === undefined) {
  process.stderr.write('Usage: npm run restore -- DIR\n');
  process.exit(2);
}
await restoreStore({
  from,
  dataDir: process.env.DATA_DIR ?? './data',
  report: (text) => process.stdout.write(`${text}\n`),
});
