import type { Config } from '../config.ts';
import { deriveKey } from '../lib/seal.ts';
import type { Logger } from '../lib/logger.ts';
import { protectedKey, sharedKey } from '../store/keys-store.ts';
import type { Store } from '../store/connect.ts';

type KeysDeps = {
  readonly config: Pick<Config, 'account' | 'sealKeys' | 'simulator'>;
  readonly connection: Store['connection'];
  readonly logger: Pick<Logger, 'error'>;
};

/** The keys that all instances share. Those that people's secrets hang on lie in the store under the environment's. */
export async function openKeys({ config, connection, logger }: KeysDeps) {
  const secrets = secretsOf(config);

  async function opened(name: string): Promise<Buffer> {
    const { key, lost } = await protectedKey(connection, name, secrets);
    if (lost) logger.error({ key: name }, 'a stored key opens with none of the secrets given: set SEAL_KEY_PREVIOUS');
    return key;
  }

  const mediaKey = await opened('media');
  return {
    linkKey: await sharedKey(connection, 'ticket-links'),
    identityKey: (await opened('identity')).toString('base64'),
    mediaKey,
    latePushesKey: deriveKey(mediaKey.toString('base64'), 'late-pushes'),
  };
}

/** SEAL_KEY is meant for it; the account's own secrets, which every instance has, do as well. The simulator's are new each time. */
function secretsOf({ account, sealKeys, simulator }: KeysDeps['config']): string[] {
  if (simulator) return [...sealKeys];
  return [...sealKeys, account.secret, ...(account.mode === 'plain' ? [] : account.aesKeys)];
}
