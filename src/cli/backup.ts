import { backupStore } from '../store/backup.ts';

/** `npm run backup -- DIR`: copies the embedded store of DATA_DIR, while it is in use or not. */
const to = process.argv[2];
if (to === undefined) {
  process.stderr.write('Usage: npm run backup -- DIR\n');
  process.exit(2);
}
await backupStore({
  dataDir: process.env.DATA_DIR ?? './data',
  to,
  report: (text) => process.stdout.write(`${text}\n`),
});
