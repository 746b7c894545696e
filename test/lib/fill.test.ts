import { describe, expect, it } from '@jest/globals';
import { fill, fillFacts } from '../../src/lib/fill.ts';

describe('fill', () => {
  it('takes the first facts that have the value, and refuses a placeholder that has none', () => {
    expect(fill('{a}{b}', { a: '1' }, { a: '2', b: '3' })).toBe('13');
    expect(() => fill('{nobody}', {})).toThrow('{nobody}');
  });

  it('leaves every blank as it was written', () => {
    expect(fill('【{name} 工号 {employeeNumber}】', { name: '小李', employeeNumber: '1001' })).toBe(
      '【小李 工号 1001】',
    );
  });
});

describe('fillFacts', () => {
  it('keeps the blank that parts Chinese from letters and digits', () => {
    expect(fillFacts('打开 {app}，拨打 {phone} 报警', { app: 'Pay', phone: '110' })).toBe('打开 Pay，拨打 110 报警');
  });

  it('drops it where the fact is Chinese on that side', () => {
    const facts = { app: '示例钱包 App', path: 'App「我的」', only: '请不要发到聊天里。' };

    expect(fillFacts('打开 {app} 的 {path} →「银行卡」', facts)).toBe('打开示例钱包 App 的 App「我的」→「银行卡」');
    expect(fillFacts('{only} 安全码也一样', facts)).toBe('请不要发到聊天里。安全码也一样');
  });

  it('leaves blanks alone beside a fact that is empty, and between two placeholders', () => {
    expect(fillFacts('到 {none} 为止', { none: '' })).toBe('到  为止');
    expect(fillFacts('{one} {two}', { one: '一', two: '二' })).toBe('一 二');
  });

  it('leaves what is filled when the text is shown, blanks and all, also where a fact has its name', () => {
    expect(fillFacts('{name} 在 {hours} 和 {time} 上班', { name: '小李', hours: '白天' }, ['hours'])).toBe(
      '小李在 {hours} 和 {time} 上班',
    );
  });
});
