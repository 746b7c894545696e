import { describe, expect, it } from '@jest/globals';
import type { OpenId } from '../../src/domain/ids.ts';
import { ok, type Result } from '../../src/lib/result.ts';
import { createWechatClient } from '../../src/wechat/client.ts';
import type { WechatError } from '../../src/wechat/errors.ts';
import { networkFaults, startFaultServer } from '../support/fault-server.ts';
import { clientOf, sampleSecret } from '../support/wechat-client.ts';

const openId = 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY' as OpenId;
const accessToken = 'sample-access-token-1';
const settledMs = 5_000;

/** A client that has its token, so that the fault meets the call itself. */
function tokenHolder(apiBase: string, timeouts = {}) {
  const tokens = { current: () => Promise.resolve(ok(accessToken)), invalidate: () => undefined };
  const logged: object[] = [];
  const logger = { warn: (facts: object) => void logged.push(facts) };
  return { client: createWechatClient({ appId: 'wx0123456789abcdef', apiBase, tokens, logger, timeouts }), logged };
}

async function timed(call: Promise<Result<unknown, WechatError>>) {
  const start = performance.now();
  const result = await call;
  return { result, ms: performance.now() - start };
}

const twentyTimes = <T>(make: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, make));

const told: readonly (readonly [string, object])[] = [
  ['502 with a success', { name: 'bad_status', httpStatus: 502, ambiguous: true }],
  ['an endless body', { name: 'too_big', ambiguous: true }],
  ['a redirect', { name: 'redirected', httpStatus: 302, ambiguous: true }],
  ['an empty object', { name: 'bad_answer', ambiguous: true }],
  ['a body cut short', { name: 'interrupted', ambiguous: true }],
  ['reset', { name: 'interrupted', ambiguous: true }],
];

describe('a network that fails', () => {
  it.concurrent.each(Object.entries(networkFaults))(
    'settles every send within five seconds, as a fault without a secret: %s',
    async (_, fault) => {
      const server = await startFaultServer(fault);
      const { client, logged } = tokenHolder(server.base);

      const sends = await twentyTimes(() => timed(client.sendCustom(openId, { kind: 'text', text: '您好' })));
      await server.close();

      expect(Math.max(...sends.map(({ ms }) => ms))).toBeLessThan(settledMs);
      for (const { result } of sends) {
        expect(result).toMatchObject({ ok: false, error: { class: 'network', code: 0 } });
      }
      expect(logged).toHaveLength(20);
      expect(JSON.stringify([sends, logged])).not.toMatch(/sample-access-token|127\.0\.0\.1|您好/);
    },
  );

  it.each(told)('is told by what it is: %s', async (name, error) => {
    const server = await startFaultServer(networkFaults[name] ?? (() => undefined));
    const { client } = tokenHolder(server.base, { callMs: 20_000 });

    const result = await client.sendCustom(openId, { kind: 'text', text: '您好' });
    await server.close();

    expect(result).toMatchObject({ ok: false, error });
  });

  it('is a timeout, and in doubt, where no answer comes', async () => {
    const server = await startFaultServer(networkFaults['never answered'] ?? (() => undefined));
    const { client } = tokenHolder(server.base, { callMs: 50 });

    const result = await client.sendCustom(openId, { kind: 'text', text: '您好' });
    await server.close();

    expect(result).toMatchObject({ ok: false, error: { name: 'timeout', ambiguous: true } });
  });

  it('knows that nothing was sent where no connection came about', async () => {
    const server = await startFaultServer(() => undefined);
    await server.close();
    const { client } = tokenHolder(server.base);

    expect(await client.sendCustom(openId, { kind: 'text', text: '您好' })).toMatchObject({
      error: { name: 'unreachable', ambiguous: false },
    });
  });

  it.concurrent.each(Object.entries(networkFaults))(
    'settles where it is the token that does not come: %s',
    async (_, fault) => {
      const server = await startFaultServer(fault);
      const { client, logged } = clientOf(server.base, { callMs: 1_000 });

      const sends = await twentyTimes(() => timed(client.sendCustom(openId, { kind: 'text', text: '您好' })));
      await server.close();

      expect(Math.max(...sends.map(({ ms }) => ms))).toBeLessThan(settledMs);
      for (const { result } of sends) expect(result).toMatchObject({ ok: false, error: { ambiguous: false } });
      expect(JSON.stringify([sends, logged])).not.toContain(sampleSecret);
    },
  );

  it('uses no memory for an endless answer', async () => {
    const server = await startFaultServer(networkFaults['an endless body'] ?? (() => undefined));
    const { client } = tokenHolder(server.base);
    const before = process.memoryUsage().rss;

    await twentyTimes(() => client.getMenu());
    await server.close();

    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });
});
