import { createAccountCalls } from './account-calls.ts';
import { createCaller, type CallDeps } from './call.ts';
import { createMediaCalls } from './media-calls.ts';
import { createMenuCalls } from './menu-calls.ts';
import { createSendCalls } from './send-calls.ts';

/**
 * WeChat's API, as far as the product uses it. Every call gives a result, by its deadline; a refused token is replaced
 * and the call made once more.
 *
 * @see WeChat Official Accounts, the page of each interface
 */
export function createWechatClient(options: CallDeps & { readonly appId: string }) {
  const call = createCaller(options);
  return {
    ...createSendCalls(call),
    ...createMediaCalls(call, options.apiBase),
    ...createMenuCalls(call),
    ...createAccountCalls(call, options.appId),
  };
}

export type WechatClient = ReturnType<typeof createWechatClient>;
