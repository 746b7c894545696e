import { loadConfig, type Config } from '../config.ts';
import { faultLine } from '../lib/fault.ts';
import { connectStore, type Store } from '../store/connect.ts';
import { StoreHeldError } from '../store/start-embedded.ts';

/** Ends a command with a word on stderr. */
export function fail(text: string): never {
  process.stderr.write(text);
  process.exit(1);
}

/**
 * Runs a command on the configured store, and closes it. A store that the product has open is not touched: on the
 * embedded one the product is stopped first, or the command is run on a backup.
 */
export async function withStore<T>(work: (store: Store, config: Config) => Promise<T>): Promise<T> {
  const config = await loadConfig();
  if (!config.ok) fail(`${config.error.map(faultLine).join('\n')}\n`);
  const { mongoUri: uri, dataDir } = config.value;
  try {
    const store = await connectStore({ uri, dataDir, onDeath: (error) => fail(`${error.message}\n`) });
    return await work(store, config.value).finally(store.close);
  } catch (error) {
    if (!(error instanceof StoreHeldError)) throw error;
    return fail(`${error.message}\n`);
  }
}
