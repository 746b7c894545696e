import { createWechatClient } from '../../src/wechat/client.ts';
import { createTokenFetcher } from '../../src/wechat/stable-token.ts';
import { createMemoryTokenCache, createTokenProvider } from '../../src/wechat/token.ts';

export const sampleSecret = 'sample-app-secret-0123456789abcd';

/** A client on that address, with a token provider of its own, and what it logged. */
export function clientOf(apiBase: string, timeouts: { readonly callMs?: number } = {}) {
  const logged: object[] = [];
  const fetchToken = createTokenFetcher({
    appId: 'wx0123456789abcdef',
    secret: sampleSecret,
    apiBase,
    ...(timeouts.callMs === undefined ? {} : { timeoutMs: timeouts.callMs }),
  });
  const tokens = createTokenProvider({ fetchToken, cache: createMemoryTokenCache(), clock: () => new Date() });
  const logger = { warn: (facts: object, message: string) => void logged.push({ ...facts, message }) };
  const client = createWechatClient({ appId: 'wx0123456789abcdef', apiBase, tokens, logger, timeouts });
  return { client, tokens, logged };
}
