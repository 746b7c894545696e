import type { CallStaff } from '../domain/page.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { WechatClient } from '../wechat/client.ts';
import { changeLine, menuChanges } from '../wechat/live-menu.ts';
import type { WechatMenu } from '../wechat/menu.ts';
import { createPushAddresses } from '../wechat/push-addresses.ts';

export type AccountWatchParts = {
  readonly wechat: Pick<WechatClient, 'getMenu' | 'getCallbackIps'>;
  readonly planned: WechatMenu;
  /** whether only WeChat's own addresses may push */
  readonly onlyPushAddresses: boolean;
  readonly callStaff: CallStaff;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
};

/** What the product looks at on the account while it runs; none of it holds anything up. */
export function watchAccount(parts: AccountWatchParts) {
  const { wechat, planned, onlyPushAddresses, callStaff, clock, logger } = parts;
  const addresses = onlyPushAddresses ? createPushAddresses({ client: wechat, clock }) : undefined;

  /** At start: what customers see is to be what config/menu.yaml says. */
  async function reportMenu(): Promise<void> {
    const changes = await menuChanges(planned, wechat);
    // A refused call is logged where it is made.
    if (!changes.ok || changes.value.length === 0) return;
    const lines = changes.value.map(changeLine);
    logger.warn({ changes: lines }, 'the live menu is not what config/menu.yaml says: npm run menu -- plan');
    const day = clock().toISOString().slice(0, 10);
    await callStaff({ id: `menu:${day}`, to: 'administrator', kind: 'account_alarm', codes: ['menu_differs'] });
  }

  /** Whether a push may come from there; without the filter, from everywhere. */
  function admitsAddress(address: string): boolean {
    if (!addresses) return true;
    void addresses.refresh();
    return addresses.admits(address);
  }

  /** Knows the addresses before the first push is judged by them. */
  const ready = (): Promise<void> => addresses?.refresh() ?? Promise.resolve();

  return { reportMenu, admitsAddress, ready };
}
