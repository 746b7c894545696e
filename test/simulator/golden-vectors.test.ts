import { describe, expect, it } from '@jest/globals';
import { decrypt, encrypt } from '../../src/simulator/wire/cipher.ts';
import { sign } from '../../src/simulator/wire/signature.ts';

// WeChat's own published examples: whoever agrees with these agrees with WeChat.
const owner = { aesKey: 'A'.repeat(43), appId: 'wxba5fad812f8e6fb9' };

const inbound = {
  cipher:
    '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=',
  random: 'a8eedb185eb2fecf',
  text: '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}',
};
const outbound = {
  cipher: 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==',
  random: '707722b803182950',
  text: '{"demo_resp":"good luck"}',
};

describe("WeChat's published examples", () => {
  it.each([
    ['of the address check', ['1714036504', '1514711492'], 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
    ['of a plain push', ['1714037059', '486452656'], '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
    ['of an encrypted push', ['1714112445', '415670741'], '6c5c811b55cc85e0e1b54100749188c20beb3f5d'],
    ['over its ciphertext', ['1714112445', '415670741', inbound.cipher], '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3'],
    [
      'over the ciphertext of an answer',
      ['1713424427', '415670741', outbound.cipher],
      '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
    ],
  ])('agree with the signature %s', (_, parts, expected) => {
    expect(sign('AAAAA', ...parts)).toBe(expected);
  });

  it.each([
    ['push', inbound],
    ['answer', outbound],
  ])('agree with the sealed %s, both ways', (_, { cipher, random, text }) => {
    expect(encrypt(text, owner, Buffer.from(random))).toBe(cipher);
    expect(decrypt(cipher, owner.aesKey)).toEqual({ ok: true, value: { text, appId: owner.appId } });
  });
});

describe('opening a ciphertext', () => {
  it('counts bytes, not characters', () => {
    const text = '钱包被盗了怎么办';

    expect(decrypt(encrypt(text, owner), owner.aesKey)).toMatchObject({ value: { text } });
  });

  it.each([
    ['of no whole block', Buffer.alloc(15).toString('base64'), 'bad_cipher'],
    ['that is empty', '', 'bad_cipher'],
    ['of noise', Buffer.alloc(64, 7).toString('base64'), 'bad_padding'],
  ])('refuses one %s', (_, cipher, error) => {
    expect(decrypt(cipher, owner.aesKey)).toEqual({ ok: false, error });
  });
});
