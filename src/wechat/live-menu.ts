import { err, ok, type Result } from '../lib/result.ts';
import type { WechatClient } from './client.ts';
import { networkError, type WechatError } from './errors.ts';
import { diffMenu, readLiveMenu, type MenuChange, type WechatMenu } from './menu.ts';

/**
 * How the account's menu differs from the planned one; nothing where they are the same.
 *
 * Phones fetch a changed menu when a chat is opened, at most every five minutes.
 */
export async function menuChanges(
  planned: WechatMenu,
  client: Pick<WechatClient, 'getMenu'>,
): Promise<Result<readonly MenuChange[], WechatError>> {
  const found = await client.getMenu();
  if (!found.ok) return found;
  if (found.value === undefined) return ok(diffMenu(planned, undefined));
  const live = readLiveMenu(found.value);
  if (live === undefined) return err(networkError({ name: 'bad_answer', ambiguous: false }, '/cgi-bin/menu/get'));
  return ok(diffMenu(planned, live));
}

/** A line for the terminal or the log: `+ 客服帮助 › 联系客服`. */
export function changeLine(change: MenuChange): string {
  switch (change.kind) {
    case 'added':
      return `+ ${change.at}`;
    case 'removed':
      return `- ${change.at}`;
    case 'moved':
      return `↕ ${change.at}`;
    case 'changed':
      return `~ ${change.at}: ${change.from} → ${change.to}`;
  }
}
