import { createCore } from '../../src/compose/core.ts';
import { loadConfig } from '../../src/config.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import type { WechatClient } from '../../src/wechat/client.ts';
import type { Store } from '../../src/store/connect.ts';

/** The whole product's parts on a store, with nothing running and nobody to send to. */
export async function openCore(store: Store, clock: Clock) {
  const config = await loadConfig({});
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const core = createCore({
    ...{ config: config.value, store, chain: 'test', linkKey: 'sample', clock },
    logger: createLogger({ level: 'error', secrets: [] }),
    mediaKey: Buffer.alloc(32),
    identityKey: 'sample',
    wechat: {} as WechatClient,
  });
  await ensureIndexes(store.connection);
  return core;
}
