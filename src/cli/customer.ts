import { randomUUID } from 'node:crypto';
import { createCore } from '../compose/core.ts';
import { openKeys } from '../compose/keys.ts';
import type { Config } from '../config.ts';
import { erasureReasons, type CustomerRefusal, type ErasureReason } from '../domain/record-desk.ts';
import { systemClock } from '../lib/clock.ts';
import { createLogger } from '../lib/logger.ts';
import type { Store } from '../store/connect.ts';
import { ensureIndexes } from '../store/schema.ts';
import { createWechatClient } from '../wechat/client.ts';
import { createTokenFetcher } from '../wechat/stable-token.ts';
import { createMemoryTokenCache, createTokenProvider } from '../wechat/token.ts';
import { fail, withStore } from './open-store.ts';

const usage = `Usage: npm run customer -- export|erase OPENID_OR_TICKET [REASON]

export prints everything that is stored about one customer, as JSON; erase deletes it, but for what the law wants kept.
OPENID_OR_TICKET is an OpenID or the number of a ticket, complaint or report. REASON goes on record with the event:
${erasureReasons.join(', ')}; ${erasureReasons[0]} unless said. With the embedded store, stop the product first.
`;

const refusals: Readonly<Record<CustomerRefusal, string>> = {
  not_found: 'There is no such customer.\n',
  held: 'Not erased: there is a legal hold, or a complaint or report that is not closed.\n',
  too_much: 'There is more than one JSON can take.\n',
};

/** The product's parts on an open store, with nothing running: every collection is declared, none is forgotten. */
async function joined(store: Store, config: Config): Promise<ReturnType<typeof createCore>> {
  const { connection } = store;
  const logger = createLogger({ level: 'error', secrets: [] });
  const { appId, secret } = config.account;
  const apiBase = config.apiBase ?? 'http://127.0.0.1';
  const fetchToken = createTokenFetcher({ appId, secret, apiBase });
  const tokens = createTokenProvider({ fetchToken, cache: createMemoryTokenCache(), clock: systemClock, logger });
  const core = createCore({
    ...{ config, store, logger, clock: systemClock },
    chain: randomUUID(),
    ...(await openKeys({ config, connection, logger })),
    wechat: createWechatClient({ appId, apiBase, tokens, logger }),
  });
  await ensureIndexes(connection);
  return core;
}

type Command = { readonly command: 'export' | 'erase'; readonly ref: string; readonly reason: ErasureReason };

async function run({ command, ref, reason }: Command): Promise<void> {
  const result = await withStore(async (store, config) => {
    const core = await joined(store, config);
    const by = { kind: 'system', id: 'customer-command' } as const;
    const { exportCustomer, eraseCustomer } = core.customerPorts;
    const done = await (command === 'export' ? exportCustomer(ref, reason, by) : eraseCustomer(ref, reason, by));
    await core.events.stop();
    return done;
  });
  if (!result.ok) fail(refusals[result.error]);
  process.stdout.write(`${JSON.stringify(result.value, undefined, 2)}\n`);
}

const [command, ref, given = erasureReasons[0], ...more] = process.argv.slice(2);
const reason = erasureReasons.find((one) => one === given);
if ((command !== 'export' && command !== 'erase') || !ref || !reason || more.length > 0) fail(usage);
await run({ command, ref, reason });
