import { describe, expect, it } from '@jest/globals';
import { err, ok, type Result } from '../../src/lib/result.ts';
import { wechatError, type WechatError } from '../../src/wechat/errors.ts';
import { createPushAddresses } from '../../src/wechat/push-addresses.ts';

const refusal = err(wechatError({ code: 48001, errmsg: 'unauthorized', path: '/cgi-bin/getcallbackip' }));

function world(first: Result<readonly string[], WechatError>) {
  let now = new Date('2026-11-22T04:00:00Z');
  let told = first;
  const addresses = createPushAddresses({
    client: { getCallbackIps: () => Promise.resolve(told) },
    clock: () => now,
  });
  return {
    ...addresses,
    tell: (next: Result<readonly string[], WechatError>) => (told = next),
    pass: (ms: number) => (now = new Date(now.getTime() + ms)),
  };
}

describe("WeChat's push addresses", () => {
  it('let in single addresses and ranges that WeChat names, and nothing else', async () => {
    const { admits, refresh } = world(ok(['192.0.2.1', '198.51.100.0/24', '2001:db8::/32']));
    await refresh();

    expect(['192.0.2.1', '::ffff:192.0.2.1', '198.51.100.77', '2001:db8::9'].map(admits)).toEqual(Array(4).fill(true));
    expect(['192.0.2.2', '198.51.101.1', '2001:db9::1', '', 'x'].map(admits)).toEqual(Array(5).fill(false));
  });

  it.each<[string, Result<readonly string[], WechatError>]>([
    ['refuses to say', refusal],
    ['names none', ok([])],
    ['names nonsense', ok(['everywhere', '192.0.2.0/99'])],
  ])('keep nobody out where WeChat %s', async (_, told) => {
    const { admits, refresh } = world(told);
    await refresh();

    expect(admits('203.0.113.5')).toBe(true);
  });

  it('are asked for again after an hour; a refusal leaves the last list in force', async () => {
    const { admits, refresh, tell, pass } = world(ok(['192.0.2.1']));
    await refresh();

    tell(ok(['192.0.2.9']));
    await refresh();
    expect(admits('192.0.2.9')).toBe(false);
    pass(3_600_000);
    await refresh();
    expect(admits('192.0.2.9')).toBe(true);
    tell(refusal);
    pass(3_600_000);
    await refresh();
    expect(admits('192.0.2.9')).toBe(true);
    expect(admits('192.0.2.1')).toBe(false);
  });
});
