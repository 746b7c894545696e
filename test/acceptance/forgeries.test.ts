import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createCipher } from '../../src/wechat/cipher.ts';
import { sign } from '../../src/wechat/signature.ts';
import type { Caller } from '../support/desk.ts';
import { goldenXml, mutateXml } from '../support/hostile-xml.ts';
import { openJoined, shownTo, type Joined } from '../support/joined-product.ts';
import { createRandom } from '../support/random.ts';

const newToken = 'sampleNewToken01';
const newKey = 'sampleNewKey'.repeat(4).slice(0, 43);

/** In the middle of a change of token and key: WeChat still uses the previous ones. */
let joined: Joined;
let agent: Caller;
const agents = new Agent({ keepAlive: true, maxSockets: 16 });
beforeAll(async () => {
  joined = await openJoined({ rotating: { token: newToken, aesKey: newKey } });
  agent = await joined.signIn();
}, 60_000);
afterAll(async () => {
  agents.destroy();
  await joined.close();
});

type Answer = { status: number; body: string; headers: string[] };

/** A push sealed as the account does it, with that token and key. */
function post(xml: string | Buffer, keys = { token: newToken, aesKey: newKey }): Promise<Answer> {
  const [timestamp, nonce] = [String(Math.floor(joined.clock().getTime() / 1000)), String(Math.random())];
  const encrypt = createCipher({ appId: joined.account.appId, keys: [keys.aesKey] }).encrypt(xml.toString());
  const query = { timestamp, nonce, encrypt_type: 'aes', msg_signature: sign([keys.token, timestamp, nonce, encrypt]) };
  return send(`/wechat?${new URLSearchParams(query).toString()}`, `<xml><Encrypt>${encrypt}</Encrypt></xml>`);
}

function send(path: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(joined.base() + path, { method: 'POST', agent: agents }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body: text, headers: Object.keys(answer.headers).sort() });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** What the server says to these bytes before it hangs up, or within a second. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket: Socket = connect(Number(new URL(joined.base()).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(said));
    setTimeout(() => socket.destroy(), 1_000);
  });
}

describe('what does not come from WeChat', () => {
  it('is refused in the same words whatever is wrong with it, and leaves nothing behind', async () => {
    const { attacks } = joined.simulator;
    const names = attacks.names.filter((name) => name !== 'oversized' && name !== 'replayed');
    const refusals = new Set<string>();
    for (const name of names) {
      const answer = await attacks.run(name, 'oSampleForged', '转人工');
      refusals.add(answer.ok ? `${answer.value.status} ${answer.value.body}` : answer.error);
    }

    expect([...refusals]).toEqual(['403 refused']);
    expect(names.length).toBeGreaterThan(12);
    expect((await agent.get('/api/desk/tickets')).body.tickets).toEqual([]);
  });

  it('is told neither whether the signature was right, nor the key, nor what was wrong with the text', async () => {
    const { token, aesKey } = joined.account;
    const answers = [
      await send('/wechat', ''),
      await post('<xml></xml>', { token: 'another', aesKey }),
      await post('<xml></xml>', { token, aesKey: 'A'.repeat(43) }),
      await post('<xml><FromUserName>', { token, aesKey }),
    ];

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

describe('2,000 hostile bodies that are rightly sealed', () => {
  it('end as refused or as a stored push, never as a fault of ours', async () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = createRandom(seed);
    const statuses = new Map<number, number>();
    for (let round = 0; round < 125; round += 1) {
      const bodies = Array.from({ length: 16 }, () => mutateXml(random.pick(goldenXml), random));
      for (const { status } of await Promise.all(bodies.map((body) => post(body))))
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }

    expect({ seed, odd: [...statuses.keys()].filter((status) => status !== 200 && status !== 403) }).toMatchObject({
      odd: [],
    });
    expect(statuses.get(403)).toBeGreaterThan(100);
    expect(joined.lines.filter((line) => line.includes('call failed'))).toEqual([]);
  }, 60_000);
});

describe('bytes that are no HTTP', () => {
  it.each([
    [
      'both lengths',
      'POST /wechat HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a bad chunk', 'POST /wechat HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['bare line feeds', 'GET /healthz HTTP/1.1\nHost: x\n\n'],
    ['two lengths', 'POST /wechat HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na'],
    ['a huge header', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['NUL in the address', 'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x00\xff\x01'],
  ])('are answered with 4xx and the end of the connection: %s', async (_, bytes) => {
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 4(?:00|31) [^]*Connection: close/);
  });
});

describe('500 connections that send a byte now and then', () => {
  it('keep no customer waiting', async () => {
    const port = Number(new URL(joined.base()).port);
    const slow = Array.from({ length: 500 }, () => connect(port, '127.0.0.1'));
    for (const socket of slow) {
      socket.on('error', () => undefined);
      socket.write('POST /wechat?timestamp=1 HTTP/1.1\r\nHost: x\r\nX-Sample: ');
    }
    const dripping = setInterval(() => slow.forEach((socket) => socket.write('a')), 200);

    const judged = await joined.simulator.pushes.text('oSampleMeanwhile', '你好');

    clearInterval(dripping);
    for (const socket of slow) socket.destroy();
    expect(judged.attempts).toHaveLength(1);
    expect(shownTo(joined, 'oSampleMeanwhile')).toHaveLength(1);
  });
});

describe('while token and key are being changed', () => {
  it('no genuine push is refused, and each is answered under the keys that it came with', async () => {
    const senders = Array.from({ length: 50 }, (_, nth) => `oSampleRotation${nth}`);
    const before = await Promise.all(senders.map((sender) => joined.simulator.pushes.text(sender, '你好')));
    const [first] = goldenXml;
    const after = await post(first ?? '');

    // The simulator opens and checks each answer with the previous token and key.
    for (const [nth, { attempts }] of before.entries()) {
      expect(attempts).toHaveLength(1);
      expect(shownTo(joined, senders[nth] ?? '')).toHaveLength(1);
    }
    expect(after.status).toBe(200);
  });
});
