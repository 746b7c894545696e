import { startEmbedded, StoreHeldError } from '../store/start-embedded.ts';

/** `npm run store -- DIR`: serves the store of a folder alone, until it is told to stop. */
async function main(dataDir: string | undefined): Promise<void> {
  if (dataDir === undefined) {
    process.stderr.write('Usage: npm run store -- DIR\n');
    process.exit(2);
  }
  const store = await startEmbedded({
    dataDir,
    onDeath(error) {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  });
  process.stdout.write(`MONGODB_URI=${store.uri}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void store.close().then(() => process.exit(0)));
}

try {
  await main(process.argv[2]);
} catch (error) {
  if (!(error instanceof StoreHeldError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
