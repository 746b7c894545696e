import { describe, expect, it } from '@jest/globals';
import type { OpenId } from '../../src/domain/ids.ts';
import { ok } from '../../src/lib/result.ts';
import { createWechatClient } from '../../src/wechat/client.ts';
import { startFaultServer } from '../support/fault-server.ts';

const openId = 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY' as OpenId;
const tokens = { current: () => Promise.resolve(ok('sample-access-token-1')), invalidate: () => undefined };

/** The first bytes of a TLS server's greeting, and then no more. */
const halfAGreeting = Buffer.from('160303007a020000760303', 'hex');

describe('a TLS handshake that does not end', () => {
  it.each([
    ['never begins', () => undefined],
    ['stops half way', (socket: { write: (bytes: Buffer) => unknown }) => void socket.write(halfAGreeting)],
  ])('settles each of 20 sends within five seconds, as a fault: %s', async (_, fault) => {
    const server = await startFaultServer(fault);
    const apiBase = server.base.replace('http:', 'https:');
    const client = createWechatClient({ appId: 'wx1', apiBase, tokens, logger: { warn: () => undefined } });
    const start = performance.now();

    const sends = await Promise.all(
      Array.from({ length: 20 }, () => client.sendCustom(openId, { kind: 'text', text: '您好' })),
    );
    const ms = performance.now() - start;
    await server.close();

    expect(ms).toBeLessThan(5_000);
    for (const sent of sends) expect(sent).toMatchObject({ ok: false, error: { class: 'network', code: 0 } });
  });
});
