import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSignedBy, sign } from '../../src/wechat/signature.ts';
import { golden } from '../support/wechat-golden.ts';

const { token, echo, plain, safe, reply } = golden;

describe('the signature on a push', () => {
  it.each([
    ['of the address check', [token, echo.timestamp, echo.nonce], echo.signature],
    ['of a plain push', [token, plain.timestamp, plain.nonce], plain.signature],
    ['of a sealed push', [token, safe.timestamp, safe.nonce, safe.encrypt], safe.msgSignature],
    ['of a sealed reply', [token, reply.timestamp, reply.nonce, reply.encrypt], reply.msgSignature],
  ])('is that of the official documentation: %s', (_, parts, signature) => {
    expect(sign(parts)).toBe(signature);
    expect(isSignedBy(parts, signature)).toBe(true);
  });

  it('does not depend on the order of the parts', () => {
    expect(sign([echo.nonce, token, echo.timestamp])).toBe(echo.signature);
  });

  it.each([
    ['upper case', echo.signature.toUpperCase()],
    ['one digit short', echo.signature.slice(1)],
    ['one digit more', `${echo.signature}0`],
    ['a line feed after it', `${echo.signature}\n`],
    ['full-width digits', echo.signature.replaceAll('4', '４')],
    ['nothing', ''],
  ])('is refused in any other spelling: %s', (_, given) => {
    expect(isSignedBy([token, echo.timestamp, echo.nonce], given)).toBe(false);
  });

  it('is refused with any digit changed', () => {
    fc.assert(
      fc.property(fc.nat(39), fc.integer({ min: 1, max: 15 }), (position, shift) => {
        const digit = (parseInt(echo.signature[position] ?? '', 16) + shift) % 16;
        const given = echo.signature.slice(0, position) + digit.toString(16) + echo.signature.slice(position + 1);

        expect(isSignedBy([token, echo.timestamp, echo.nonce], given)).toBe(false);
      }),
    );
  });
});
