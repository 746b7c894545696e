import { describe, expect, it } from '@jest/globals';
import { createCipheriv } from 'node:crypto';
import { createCipher } from '../../src/wechat/cipher.ts';
import { openPush, type Query } from '../../src/wechat/envelope.ts';
import { createReplayGuard } from '../../src/wechat/replay-guard.ts';
import { sign } from '../../src/wechat/signature.ts';
import { createRandom } from '../support/random.ts';
import { golden } from '../support/wechat-golden.ts';
import { cdata, messageXml, xmlOf } from '../support/wechat-pushes.ts';

const { token, appId, aesKey, safe } = golden;
const cipher = createCipher({ appId, keys: [aesKey] });
const sealing = { mode: 'safe', tokens: [token], cipher } as const;
const now = new Date(Number(safe.timestamp) * 1000);
const { timestamp, nonce } = safe;
const xml = messageXml('text', { Content: cdata('我的钱包被盗了') });
const key = Buffer.from(`${aesKey}=`, 'base64');
const refused = { ok: false, error: 'refused' };

function pushOf(encrypt: string, signature = sign([token, timestamp, nonce, encrypt])) {
  const query: Query = { timestamp, nonce, encrypt_type: 'aes', msg_signature: signature };
  return { query, body: Buffer.from(xmlOf({ ToUserName: cdata('gh_1'), Encrypt: cdata(encrypt) })) };
}

function encryptFrame(frame: Buffer): string {
  const raw = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([raw.update(frame), raw.final()]).toString('base64');
}

describe('forged envelopes', () => {
  it('get one answer 200,000 times, half of them rightly signed', () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = createRandom(seed);
    const genuine = Buffer.from(cipher.encrypt(xml), 'base64');
    const forgeries = [
      () => {
        const flipped = Buffer.from(genuine);
        // In the length or the appid. A bit elsewhere changes text alone: against that there is the signature.
        const at = random.pick([16, flipped.length - 32]) + random.below(16);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
        return flipped.toString('base64');
      },
      () => genuine.subarray(0, random.below(genuine.length)).toString('base64'),
      () => random.bytes(32 * (1 + random.below(8))).toString('base64'),
      () => random.bytes(random.below(300)).toString('latin1').replaceAll(']]>', ''),
      () => encryptFrame(random.bytes(32 * (1 + random.below(4)))),
      () =>
        encryptFrame(
          Buffer.concat([
            random.bytes(16),
            Buffer.from('00000001', 'hex'),
            Buffer.from('a'),
            Buffer.from('wxother'),
            Buffer.alloc(4, random.pick([0, 4, 33])),
          ]),
        ),
    ];
    let opened = 0;
    let answers = 0;
    for (let count = 0; count < 200_000; count += 1) {
      const encrypt = random.pick(forgeries)();
      const result = openPush(count % 2 === 0 ? pushOf(encrypt) : pushOf(encrypt, safe.msgSignature), sealing, now);
      if (result.ok) opened += 1;
      else if (JSON.stringify(result) === JSON.stringify(refused)) answers += 1;
    }

    expect({ seed, opened, answers }).toEqual({ seed, opened: 0, answers: 200_000 });
  }, 120_000);

  it('are refused with any part of the address changed, 10,000 times', () => {
    const random = createRandom(Math.floor(Math.random() * 2 ** 32));
    const genuine = pushOf(cipher.encrypt(xml));
    const spellings = [
      (value: string) => value.slice(0, random.below(value.length)),
      (value: string) => value + String(random.below(10)),
      (value: string) => ` ${value}`,
      (value: string) => value.toUpperCase() + (value === value.toUpperCase() ? '0' : ''),
      (value: string) => value.replace(/\d/, (digit) => String.fromCharCode(0xff10 + Number(digit))),
      (value: string) => value.replace(/[\da-f]/, (digit) => ((parseInt(digit, 16) + 1) % 16).toString(16)),
      (value: string) => [value, value],
      () => undefined,
    ];
    let opened = 0;
    for (let count = 0; count < 10_000; count += 1) {
      const name = random.pick(['timestamp', 'nonce', 'msg_signature']);
      const value = random.pick(spellings)(genuine.query[name] as string);
      if (openPush({ ...genuine, query: { ...genuine.query, [name]: value } }, sealing, now).ok) opened += 1;
    }

    expect(openPush(genuine, sealing, now).ok).toBe(true);
    expect(opened).toBe(0);
  });

  it('are refused with another body under a genuine address, 1,000 times', () => {
    const { query } = pushOf(cipher.encrypt(xml));
    const bodies = Array.from({ length: 1_000 }, (_, count) => messageXml('text', { Content: cdata(`改绑 ${count}`) }));

    for (const body of bodies) {
      expect(openPush({ query, body: Buffer.from(body) }, sealing, now)).toEqual(refused);
      expect(openPush({ query, body: pushOf(cipher.encrypt(body)).body }, sealing, now)).toEqual(refused);
    }
  });

  it('are refused when rightly sealed under an address that was used before, and repeats are not', () => {
    const guard = createReplayGuard({ clock: () => now });
    const admits = (push: ReturnType<typeof pushOf>) => {
      const opened = openPush(push, sealing, now);
      return opened.ok && guard.admits(opened.value);
    };
    const recorded = pushOf(cipher.encrypt(xml));

    expect(Array.from({ length: 10 }, () => admits(recorded))).toEqual(Array(10).fill(true));
    expect(admits(pushOf(cipher.encrypt(xml)))).toBe(true);
    expect(admits(pushOf(cipher.encrypt(messageXml('text', { Content: cdata('改绑') }))))).toBe(false);
  });
});

describe('a rotation', () => {
  const [newToken, newKey] = ['newToken', 'B'.repeat(43)];
  const rotating = {
    mode: 'safe',
    tokens: [newToken, token],
    cipher: createCipher({ appId, keys: [newKey, aesKey] }),
  } as const;

  it.each([
    ['before', token, aesKey],
    ['after the token', newToken, aesKey],
    ['after the key', token, newKey],
    ['after both', newToken, newKey],
  ])('refuses no genuine push: %s', (_, theirToken, theirKey) => {
    const encrypt = createCipher({ appId, keys: [theirKey] }).encrypt(xml);
    const push = pushOf(encrypt, sign([theirToken, timestamp, nonce, encrypt]));

    expect(openPush(push, rotating, now)).toMatchObject({ ok: true, value: { xml } });
  });
});
