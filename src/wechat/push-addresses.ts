import { BlockList, isIP } from 'node:net';
import type { Clock } from '../lib/clock.ts';
import type { WechatClient } from './client.ts';

export type PushAddressesDeps = { readonly client: Pick<WechatClient, 'getCallbackIps'>; readonly clock: Clock };

/** WeChat advises to look once a day; a new address must not be refused so long. */
const refreshAfterMs = 3_600_000;

/**
 * Whether a push comes from one of WeChat's addresses: a second lock, for those who want it, beside the signature.
 *
 * Until WeChat has told its addresses, and where it tells none, every address is let in: the signature stands.
 */
export function createPushAddresses({ client, clock }: PushAddressesDeps) {
  let known: BlockList | undefined;
  let askedAt = -Infinity;
  let asking: Promise<void> | undefined;

  /** Asks WeChat when the list is an hour old; the answer so far stays in force meanwhile, and if none comes. */
  function refresh(): Promise<void> {
    if (clock().getTime() - askedAt < refreshAfterMs) return asking ?? Promise.resolve();
    askedAt = clock().getTime();
    asking = ask().finally(() => (asking = undefined));
    return asking;
  }

  async function ask(): Promise<void> {
    const told = await client.getCallbackIps();
    const list = told.ok ? toBlockList(told.value) : undefined;
    if (list !== undefined) known = list;
  }

  /** @param address of the socket, or what a trusted proxy says; `::ffff:192.0.2.1` is 192.0.2.1 */
  function admits(address: string): boolean {
    if (known === undefined) return true;
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(plain);
    return version !== 0 && known.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  }

  return { refresh, admits };
}

/** @returns undefined where nothing in it is an address */
function toBlockList(addresses: readonly string[]): BlockList | undefined {
  const list = new BlockList();
  for (const address of addresses) add(list, address);
  return list.rules.length === 0 ? undefined : list;
}

/** WeChat lists single addresses, and ranges such as `192.0.2.0/24`. */
function add(list: BlockList, address: string): void {
  const [net = '', prefix] = address.split('/');
  const version = isIP(net);
  if (version === 0) return;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) list.addAddress(net, family);
  else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 6 ? 128 : 32))
    list.addSubnet(net, Number(prefix), family);
}
