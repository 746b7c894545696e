import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createCipher } from '../../src/wechat/cipher.ts';

const appId = 'wxba5fad812f8e6fb9';
const aesKey = `${'abcdefghij'.repeat(4)}abA`;
const ours = createCipher({ appId, keys: [aesKey] });
const text = '<xml><Content>你好</Content></xml>'.padEnd(400);

/** A ciphertext around bytes of any kind, padded or not. */
function around(frame: Buffer): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return cipher.update(frame).toString('base64');
}

const size = Buffer.from(ours.encrypt(text), 'base64').length;
const wrongInside = Buffer.alloc(size, 7);
wrongInside[size - 1] = 32;

/** As long as each other, and wrong in one thing each. */
const refused = {
  'padding that is none': () => around(Buffer.alloc(size, 33)),
  'padding that is not all alike': () => around(wrongInside),
  'a length that does not fit': () => around(Buffer.alloc(size, 32)),
  'another appid': () => createCipher({ appId: 'wxffffffffffffffff', keys: [aesKey] }).encrypt(text),
  'another key': () => createCipher({ appId, keys: [`${'Z'.repeat(42)}A`] }).encrypt(text),
};
const rounds = 3_000;
const warmUp = 500;

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}

describe('the time that a ciphertext takes to be refused', () => {
  it('tells not what is wrong with it', () => {
    const times = new Map(Object.keys(refused).map((kind) => [kind, [] as number[]]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [kind, make] of Object.entries(refused)) {
        const ciphertext = make();
        const from = process.hrtime.bigint();
        const opened = ours.decrypt(ciphertext);
        const took = Number(process.hrtime.bigint() - from);
        expect(opened.ok).toBe(false);
        if (round >= warmUp) times.get(kind)?.push(took);
      }
    }

    // All in one run, in turn: a busy machine slows each alike. A thrown error, or parsing, would take twice as long.
    const medians = [...times.values()].map(median);
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.5);
  });
});
