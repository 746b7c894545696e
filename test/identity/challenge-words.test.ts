import { describe, expect, it } from '@jest/globals';
import { wishIn } from '../../src/identity/challenge-words.ts';
import { phraseWordsIn } from '../../src/identity/phrase-words.ts';

describe('a wish to have somebody prove himself', () => {
  it.each(['对暗号', '对一下暗号', '我要对暗号', '让他说暗号', '給我個暗號'])('is heard in %s', (text) => {
    expect(wishIn(text)).toEqual({ kind: 'word' });
  });

  it.each(['他让我说暗号', '暗号是什么意思', '验证码 483920', '验证 48392'])('is none in %s', (text) => {
    expect(wishIn(text)).toBeUndefined();
  });

  it('has a code or an employee number, however written', () => {
    expect(wishIn('验证：四八三 九二零')).toEqual({ kind: 'code', code: '483920' });
    expect(wishIn('验真工号 1001')).toEqual({ kind: 'agent', employeeNumber: '1001' });
  });
});

describe('the phrase that opens a person’s messages', () => {
  it.each(['防伪短语', '我想设置防伪短语', '设个防伪短语', '我的防伪短语是什么'])(
    'is explained to who writes %s',
    (text) => {
      expect(phraseWordsIn(text)).toEqual({ kind: 'how' });
    },
  );
});
