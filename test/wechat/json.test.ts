import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseWechatJson } from '../../src/wechat/json.ts';

describe("reading WeChat's JSON", () => {
  it('keeps integers of 64 bits whole, as strings', () => {
    expect(parseWechatJson('{"a":1700827132819554304,"b":[-9007199254740993],"c":123456789012345}')).toEqual({
      a: '1700827132819554304',
      b: ['-9007199254740993'],
      c: 123456789012345,
    });
  });

  it('leaves digits in texts and long fractions alone', () => {
    expect(
      parseWechatJson('{"a":"1700827132819554304","b":"\\"1700827132819554304","c":0.1234567890123456789}'),
    ).toEqual({
      a: '1700827132819554304',
      b: '"1700827132819554304',
      c: 0.12345678901234568,
    });
  });

  it('reads what any JSON says, if its integers are small', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(!/\d{16}/.test(JSON.stringify(value)));

        expect(parseWechatJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('takes raw control characters', () => {
    expect(parseWechatJson('{"nickname":"a\u0008\nb"}\n')).toEqual({ nickname: 'a  b' });
  });

  it.each(['', '<html>', '{"a":', '{"a":"b}', '{}{}'])('is undefined for what is no JSON: %p', (text) => {
    expect(parseWechatJson(text)).toBeUndefined();
  });
});
