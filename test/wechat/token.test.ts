import { describe, expect, it } from '@jest/globals';
import { err, ok } from '../../src/lib/result.ts';
import { wechatError } from '../../src/wechat/errors.ts';
import type { FetchToken } from '../../src/wechat/stable-token.ts';
import { createMemoryTokenCache, createTokenProvider, type TokenCache } from '../../src/wechat/token.ts';

const start = new Date('2026-11-22T04:00:00Z');
const minute = 60_000;

/** WeChat's side: the same token to whoever asks, the next one within its last five minutes. */
function issuer(clock: () => Date) {
  let issue = 0;
  let expiresAt = 0;
  const fetched: boolean[] = [];
  const fetchToken: FetchToken = async ({ force }) => {
    fetched.push(force);
    await Promise.resolve();
    const now = clock().getTime();
    if (force || expiresAt - now <= 5 * minute) {
      issue += 1;
      expiresAt = now + 120 * minute;
    }
    return ok({ accessToken: `token-${issue}`, expiresInMs: expiresAt - now });
  };
  return { fetchToken, fetched };
}

function world(cache: TokenCache = createMemoryTokenCache()) {
  let now = start;
  const clock = () => now;
  const wechat = issuer(clock);
  const instance = () => createTokenProvider({ fetchToken: wechat.fetchToken, cache, clock });
  return { ...wechat, clock, cache, instance, pass: (ms: number) => (now = new Date(now.getTime() + ms)) };
}

describe('the access token', () => {
  it('costs one renewal however many ask at a time', async () => {
    const { instance, fetched } = world();
    const tokens = instance();

    const answers = await Promise.all(Array.from({ length: 20 }, () => tokens.current()));

    expect(new Set(answers.map((answer) => answer.ok && answer.value))).toEqual(new Set(['token-1']));
    expect(fetched).toHaveLength(1);
  });

  it('is renewed five minutes before it expires, and not sooner', async () => {
    const { instance, fetched, pass } = world();
    const tokens = instance();
    await tokens.current();

    pass(115 * minute - 1000);
    expect(await tokens.current()).toEqual(ok('token-1'));
    pass(1000);
    expect(await tokens.current()).toEqual(ok('token-2'));
    expect(fetched).toHaveLength(2);
  });

  it('is shared by the instances', async () => {
    const { instance, fetched } = world();

    await instance().current();
    expect(await instance().current()).toEqual(ok('token-1'));
    expect(fetched).toHaveLength(1);
  });

  it('is the same in two instances that renewed it at the same moment', async () => {
    const { instance } = world();
    const [first, second] = [instance(), instance()];

    expect(await Promise.all([first.current(), second.current()])).toEqual([ok('token-1'), ok('token-1')]);
  });

  it('is replaced when WeChat refuses it, by the one that another instance has got already', async () => {
    const { instance, fetched, fetchToken, cache } = world();
    const [first, second] = [instance(), instance()];
    await first.current();
    await second.current();
    const forced = await fetchToken({ force: true });
    if (!forced.ok) throw new Error('refused');

    first.invalidate('token-1');
    expect(await first.current()).toEqual(ok('token-2'));
    second.invalidate('token-1');
    expect(await second.current()).toEqual(ok('token-2'));

    expect(fetched).toEqual([false, true, false]);
    expect(await cache.read()).toMatchObject({ accessToken: 'token-2' });
  });

  it('stays when the one that WeChat refused was an older one', async () => {
    const forgetful: TokenCache = {
      read: () => Promise.resolve(undefined),
      compareAndSet: () => Promise.resolve(true),
    };
    const { instance, fetched } = world(forgetful);
    const tokens = instance();
    await tokens.current();

    tokens.invalidate('token-0');

    expect(await tokens.current()).toEqual(ok('token-1'));
    expect(fetched).toHaveLength(1);
  });

  it('is forced new where WeChat gives the refused one again, but not twice within 30 seconds', async () => {
    const { instance, fetched, pass } = world();
    const tokens = instance();
    await tokens.current();

    tokens.invalidate('token-1');
    expect(await tokens.current()).toEqual(ok('token-2'));
    tokens.invalidate('token-2');
    expect(await tokens.current()).toEqual(ok('token-2'));
    pass(30_000);
    tokens.invalidate('token-2');
    expect(await tokens.current()).toEqual(ok('token-3'));

    expect(fetched).toEqual([false, false, true, false, false, true]);
  });

  it('is not asked for again at once when someone must act first', async () => {
    const { clock, pass } = world();
    let asked = 0;
    const refusal = wechatError({ code: 40164, errmsg: 'invalid ip 192.0.2.1', path: '/cgi-bin/stable_token' });
    const fetchToken: FetchToken = () => Promise.resolve(((asked += 1), err(refusal)));
    const tokens = createTokenProvider({ fetchToken, cache: createMemoryTokenCache(), clock });

    for (let count = 0; count < 5; count += 1) expect(await tokens.current()).toEqual(err(refusal));
    expect(asked).toBe(1);
    pass(30_000);
    await tokens.current();
    expect(asked).toBe(2);
  });
});
