import { describe, expect, it } from '@jest/globals';
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { createCipher } from '../../src/wechat/cipher.ts';
import { golden } from '../support/wechat-golden.ts';

const { appId, aesKey, safe, reply } = golden;
const otherKey = 'B'.repeat(43);
const cipher = createCipher({ appId, keys: [aesKey] });

/** Encrypts whatever frame, well-formed or not, with the account's key. */
function encryptFrame(frame: Buffer): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const raw = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([raw.update(frame), raw.final()]).toString('base64');
}

type Frame = { text?: Buffer; length?: number; appId?: string; padding?: number; fill?: number };

function frameOf({ text = Buffer.from('hello'), length = text.length, appId: id = appId, ...pad }: Frame): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32BE(length, 16);
  const used = Buffer.concat([head, text, Buffer.from(id)]);
  const fill = pad.fill ?? 32 - (used.length % 32);
  return Buffer.concat([used, Buffer.alloc(fill, pad.padding ?? fill)]);
}

describe('the message cipher', () => {
  it('reads the push of the official documentation', () => {
    expect(cipher.decrypt(safe.encrypt)).toEqual({ ok: true, value: { text: safe.message, keyIndex: 0 } });
  });

  it('writes the reply of the official documentation', () => {
    expect(cipher.encrypt(reply.message, 0, Buffer.from(reply.random))).toBe(reply.encrypt);
  });

  it('writes and reads each frame as if it were the first', () => {
    const own = createCipher({ appId, keys: [aesKey] });
    for (const text of ['one', 'another', '']) own.decrypt(own.encrypt(text));
    own.decrypt(own.encrypt('of another account').replace(/^..../, 'AAAA'));

    expect(own.encrypt(reply.message, 0, Buffer.from(reply.random))).toBe(reply.encrypt);
    expect(own.decrypt(safe.encrypt)).toEqual({ ok: true, value: { text: safe.message, keyIndex: 0 } });
  });

  it('reads what it wrote, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(cipher.decrypt(cipher.encrypt(text))).toEqual({ ok: true, value: { text, keyIndex: 0 } });
      }),
    );
  });

  it('never writes the same text the same way twice', () => {
    expect(cipher.encrypt('hello')).not.toBe(cipher.encrypt('hello'));
  });

  it('reads with the previous key while the key is being replaced, and says which', () => {
    const rotating = createCipher({ appId, keys: [otherKey, aesKey] });

    expect(rotating.decrypt(safe.encrypt)).toEqual({ ok: true, value: { text: safe.message, keyIndex: 1 } });
    expect(cipher.decrypt(rotating.encrypt('reply', 1)).ok).toBe(true);
    expect(cipher.decrypt(rotating.encrypt('reply', 0)).ok).toBe(false);
  });

  it('reads a frame that is right in every part', () => {
    expect(cipher.decrypt(encryptFrame(frameOf({}))).ok).toBe(true);
  });

  it.each([
    ['no base64', '%%%%'],
    ['base64 with a line break', `${safe.encrypt.slice(0, 64)}\n${safe.encrypt.slice(64)}`],
    ['nothing', ''],
    ['half a block', Buffer.alloc(16).toString('base64')],
    ['a truncated ciphertext', safe.encrypt.slice(0, 128)],
    ["another account's", encryptFrame(frameOf({ appId: 'wx0000000000000000' }))],
    ['an appid that only begins like ours', encryptFrame(frameOf({ appId: `${appId}0` }))],
    ['no appid', encryptFrame(frameOf({ appId: '' }))],
    ['a length of 0', encryptFrame(frameOf({ length: 0 }))],
    ['a length of 2^32 - 1', encryptFrame(frameOf({ length: 0xffffffff }))],
    ['a padding of 0', encryptFrame(frameOf({ padding: 0 }))],
    ['a padding of 33', encryptFrame(frameOf({ padding: 33 }))],
    ['33 bytes of padding, each of them 33', encryptFrame(frameOf({ text: Buffer.alloc(25), fill: 33 }))],
    ['a padding of unequal bytes', encryptFrame(Buffer.concat([frameOf({}).subarray(0, -2), Buffer.from([9, 7])]))],
    ['text that is no UTF-8', encryptFrame(frameOf({ text: Buffer.from([0xc3, 0x28]) }))],
  ])('gives the one error for every fault: %s', (_, ciphertext) => {
    expect(cipher.decrypt(ciphertext)).toEqual({ ok: false, error: 'undecipherable' });
  });

  it('does not start with a key of another length', () => {
    expect(() => createCipher({ appId, keys: ['short'] })).toThrow('43 characters');
  });
});
