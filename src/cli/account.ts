import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { parseMenu, toWechatMenu } from '../knowledge/menu.ts';
import { systemClock } from '../lib/clock.ts';
import type { Fault } from '../lib/fault.ts';
import { ok, type Result } from '../lib/result.ts';
import { createWechatClient, type WechatClient } from '../wechat/client.ts';
import type { WechatError } from '../wechat/errors.ts';
import type { WechatMenu } from '../wechat/menu.ts';
import { createTokenFetcher } from '../wechat/stable-token.ts';
import { createMemoryTokenCache, createTokenProvider, type TokenProvider } from '../wechat/token.ts';

export type Account = { readonly client: WechatClient; readonly tokens: TokenProvider; readonly apiBase: string };

/**
 * The configured account's API, for a command that runs beside the product: WeChat gives both the same token.
 *
 * @returns undefined where no account is configured, and the simulator would stand in
 */
export function connectAccount({ account, apiBase }: Pick<Config, 'account' | 'apiBase'>): Account | undefined {
  if (apiBase === undefined) return undefined;
  const { appId, secret } = account;
  const fetchToken = createTokenFetcher({ appId, secret, apiBase });
  const tokens = createTokenProvider({ fetchToken, cache: createMemoryTokenCache(), clock: systemClock });
  // The command itself says what went wrong.
  const logger = { warn: () => undefined };
  return { client: createWechatClient({ appId, apiBase, tokens, logger }), tokens, apiBase };
}

export const noAccount =
  'No WeChat account is configured: set WECHAT_APPID, WECHAT_APPSECRET, WECHAT_TOKEN and WECHAT_AES_KEY.';

/** The menu that config/menu.yaml describes, checked against the knowledge base. */
export async function plannedMenu({
  configDir,
  facts,
}: Pick<Config, 'configDir' | 'facts'>): Promise<Result<WechatMenu, Fault[]>> {
  const knowledge = await loadKnowledge(path.join(configDir, 'knowledge'), facts);
  if (!knowledge.ok) return knowledge;
  const text = await readFile(path.join(configDir, 'menu.yaml'), 'utf8');
  const menu = parseMenu(text, new Set(knowledge.value.byId.keys()));
  return menu.ok ? ok(toWechatMenu(menu.value)) : menu;
}

/** One line about a refused call, with what to look it up by. */
export function errorLine({ code, message, explanation, rid, path: api }: WechatError): string {
  const looked = rid === undefined ? '' : ` (rid ${rid})`;
  return `${api}: ${code} ${message}${looked}. ${explanation}`;
}
