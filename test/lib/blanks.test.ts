import { describe, expect, it } from '@jest/globals';
import { blanksOf, fillBlanks } from '../../src/lib/blanks.ts';

describe('the blanks of a canned reply', () => {
  it('are found once each, in half and full width', () => {
    expect(blanksOf('{客户称呼}，{ 金额 }元，｛金额｝，{客户称呼}')).toEqual(['客户称呼', '金额']);
  });

  it('include one without a name, which would look odd to a customer', () => {
    expect(blanksOf('金额为 {} 元')).toEqual(['']);
  });

  it.each(['没有空白', '一个 { 括号', '} 反的 {', '{两\n行}'])('are none in %j', (text) => {
    expect(blanksOf(text)).toEqual([]);
  });

  it('are filled in as they are, without filling in what was filled in', () => {
    expect(fillBlanks('{甲}{乙}', { 甲: '{乙}', 乙: '二' })).toBe('{乙}二');
    expect(fillBlanks('{constructor}', {})).toBe('{constructor}');
  });
});
