import { describe, expect, it } from '@jest/globals';
import { createCipher } from '../../src/wechat/cipher.ts';
import { openPush, sealReply, verifyEcho, type Mode, type Query } from '../../src/wechat/envelope.ts';
import { sign } from '../../src/wechat/signature.ts';
import { golden } from '../support/wechat-golden.ts';
import { cdata, messageXml, xmlOf } from '../support/wechat-pushes.ts';

const { token, appId, aesKey, safe, echo } = golden;
const cipher = createCipher({ appId, keys: [aesKey] });
const now = new Date(Number(safe.timestamp) * 1000);
const seconds: string = safe.timestamp;
const nonce = safe.nonce;
const text = messageXml('text', { Content: cdata('客服') });

const sealing = (mode: Mode) => ({ mode, tokens: [token] as const, cipher });

function sealedPush(xml: string, { signedWith = token, timestamp = seconds, by = cipher } = {}) {
  const encrypt = by.encrypt(xml);
  const query = {
    timestamp,
    nonce,
    encrypt_type: 'aes',
    signature: sign([signedWith, timestamp, nonce]),
    msg_signature: sign([signedWith, timestamp, nonce, encrypt]),
  };
  return { query, body: Buffer.from(xmlOf({ ToUserName: cdata('gh_1'), Encrypt: cdata(encrypt) })) };
}

function plainPush(xml: string, timestamp = seconds) {
  return { query: { timestamp, nonce, signature: sign([token, timestamp, nonce]) }, body: Buffer.from(xml) };
}

describe('the address check', () => {
  const { echostr, ...signed } = echo;

  it('answers the echo of the official documentation', () => {
    expect(verifyEcho({ ...signed, echostr }, [token])).toEqual({ ok: true, value: echostr });
  });

  it.each<[string, Query]>([
    ['without an echo', signed],
    ['with the echo twice', { ...signed, echostr: [echostr, echostr] }],
    ['with another signature', { ...signed, echostr, signature: safe.signature }],
    ['with another nonce', { ...signed, echostr, nonce: '1' }],
  ])('is refused %s', (_, query) => {
    expect(verifyEcho(query, [token]).ok).toBe(false);
  });
});

describe('opening a push', () => {
  it('reads the sealed push of the official documentation', () => {
    const query = {
      timestamp: seconds,
      nonce,
      encrypt_type: 'aes',
      signature: safe.signature,
      msg_signature: safe.msgSignature,
    };
    const body = Buffer.from(xmlOf({ ToUserName: cdata('gh_97417a04a28d'), Encrypt: cdata(safe.encrypt) }));

    expect(openPush({ query, body }, sealing('safe'), now)).toEqual({
      ok: true,
      value: { xml: safe.message, signedAt: now, nonce, tokenIndex: 0, keyIndex: 0 },
    });
  });

  it.each<Mode>(['safe', 'compat'])('takes only what is encrypted in %s mode', (mode) => {
    const sealed = sealedPush(text);
    const forged = messageXml('text', { Content: cdata('forged'), Encrypt: 'none' });

    expect(openPush(sealed, sealing(mode), now)).toMatchObject({ ok: true, value: { xml: text } });
    expect(openPush(plainPush(text), sealing(mode), now).ok).toBe(false);
    expect(openPush({ ...sealed, body: Buffer.from(text) }, sealing(mode), now).ok).toBe(false);
    expect(openPush({ ...sealed, body: Buffer.from(forged) }, sealing(mode), now).ok).toBe(false);
    expect(openPush({ ...sealed, query: { ...sealed.query, encrypt_type: 'raw' } }, sealing(mode), now).ok).toBe(false);
  });

  it('reads a plain push in plain mode alone', () => {
    expect(openPush(plainPush(text), sealing('plain'), now)).toMatchObject({ ok: true, value: { xml: text } });
    expect(openPush({ ...plainPush(text), query: {} }, sealing('plain'), now).ok).toBe(false);
  });

  it("refuses another account's push though it is signed", () => {
    const other = createCipher({ appId: 'wx0000000000000000', keys: [aesKey] });

    expect(openPush(sealedPush(text, { by: other }), sealing('safe'), now).ok).toBe(false);
  });

  it.each([
    ['300 s ago', -300, true],
    ['301 s ago', -301, false],
    ['300 s ahead', 300, true],
    ['301 s ahead', 301, false],
  ])('minds when it was signed, in every mode: %s', (_, offset, isOpen) => {
    const timestamp = String(Number(seconds) + offset);

    expect(openPush(sealedPush(text, { timestamp }), sealing('safe'), now).ok).toBe(isOpen);
    expect(openPush(plainPush(text, timestamp), sealing('plain'), now).ok).toBe(isOpen);
  });

  it.each(['timestamp', 'nonce', 'msg_signature', 'encrypt_type'])('refuses %s given twice', (name) => {
    const push = sealedPush(text);
    const value = push.query[name as keyof typeof push.query];

    expect(openPush({ ...push, query: { ...push.query, [name]: [value, value] } }, sealing('safe'), now).ok).toBe(
      false,
    );
  });

  it('refuses a body that is no UTF-8', () => {
    const push = plainPush('');

    expect(openPush({ ...push, body: Buffer.from([0x3c, 0xff, 0xfe]) }, sealing('plain'), now).ok).toBe(false);
  });

  it('takes the previous token and key during a rotation, and answers with them', () => {
    const tokens = ['newToken', token] as const;
    const rotating = createCipher({ appId, keys: ['B'.repeat(43), aesKey] });
    const opened = openPush(sealedPush(text), { mode: 'safe', tokens, cipher: rotating }, now);
    if (!opened.ok) throw new Error('refused');
    const answer = sealReply('<xml></xml>', opened.value, { mode: 'safe', tokens, cipher: rotating, now });

    expect(opened.value).toMatchObject({ tokenIndex: 1, keyIndex: 1 });
    expect(cipher.decrypt(/<Encrypt><!\[CDATA\[(.*?)]]>/.exec(answer)?.[1] ?? '').ok).toBe(true);
  });
});

describe('sealing an answer', () => {
  const opened = { nonce, tokenIndex: 0, keyIndex: 0 };

  it('signs the ciphertext with the time in seconds and the nonce of the push', () => {
    const answer = sealReply('<xml>1</xml>', opened, { ...sealing('safe'), now });
    const encrypt = /<Encrypt><!\[CDATA\[(.*?)]]>/.exec(answer)?.[1] ?? '';

    expect(cipher.decrypt(encrypt)).toMatchObject({ ok: true, value: { text: '<xml>1</xml>' } });
    expect(answer).toContain(`<MsgSignature><![CDATA[${sign([token, seconds, nonce, encrypt])}]]></MsgSignature>`);
    expect(answer).toContain(`<TimeStamp>${seconds}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce>`);
  });

  it('leaves success, the empty answer and plain mode unsealed', () => {
    expect(sealReply('success', opened, { ...sealing('safe'), now })).toBe('success');
    expect(sealReply('', opened, { ...sealing('safe'), now })).toBe('');
    expect(sealReply('<xml>1</xml>', opened, { ...sealing('plain'), now })).toBe('<xml>1</xml>');
  });
});
