import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { followed } from '../support/matters.ts';
import { openProduct, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
}, 60_000);
afterAll(() => product.close());

/** A customer who wrote all this. @returns the last answer */
async function talk(...said: readonly string[]): Promise<string> {
  const phone = await followed(product);
  let answer = '';
  for (const text of said) answer = await phone.say(text);
  return answer;
}

describe('a few words that name no matter', () => {
  it.each(['都2天了', '怎么一直转圈', '那要等多久', '2000块', '转到工商银行的', '在哪看', '还是不行', '我急用钱'])(
    'stay with the matter under talk: %s',
    async (text) => {
      const answer = await talk('转账没到账', text);

      expect(answer).toContain('转账没到账');
      expect(answer).not.toMatch(/没有看懂|您想问的是哪一个|没能帮到/);
    },
  );

  it('are told the time that the matter takes, by its own article', async () => {
    expect(await talk('账户被锁定', '锁多久')).toContain('3 小时');
    expect(await talk('提现没到账', '都三天了')).toContain('工作日 2 小时内');
  });

  it('are not answered twice in a row with the same words', async () => {
    const phone = await followed(product);
    await phone.say('转账没到账');
    const answers = [await phone.say('都2天了'), await phone.say('什么时候到'), await phone.say('还没到')];

    expect(new Set(answers).size).toBe(3);
  });

  it('are heard so after a word of thanks in between, too', async () => {
    expect(await talk('转账没到账', '好的谢谢', '都三天了')).toContain('转账没到账');
  });

  it('mean nothing by themselves: without a matter the bot asks', async () => {
    expect(await talk('都2天了')).toMatch(/没有看懂/);
  });

  it('lead to what they narrow the matter down to', async () => {
    expect(await talk('忘记登录密码', '支付的')).toContain('支付密码要核验本人');
  });

  it('that name another matter are about that one', async () => {
    expect(await talk('转账没到账', '怎么绑卡')).toContain('添加银行卡');
    expect(await talk('转账没到账', '客服什么时候上班')).toContain('09:00');
  });

  it('that say the money has come end the matter', async () => {
    expect(await talk('转账没到账', '到账了')).toContain('太好了');
  });

  it('turn a question about the balance into an emergency: it was not him', async () => {
    expect(await talk('余额显示不对', '我没花过')).toContain('紧急冻结');
  });
});

describe('a fee before the money can be had', () => {
  it('turns a question about withdrawing into an emergency', async () => {
    expect(await talk('提现失败', '要先交税才给提')).toContain('请不要再付钱');
  });
});

describe('who was warned of a trick', () => {
  it('and did it all the same is told what to do about lost money, not asked what he means', async () => {
    expect(await talk('做兼职刷单，让我先垫钱', '已经垫了2000')).toMatch(/110|紧急冻结/);
    expect(await talk('有人打电话说是你们客服', '我把钱转给他了')).toContain('紧急止付');
  });
});

describe('who may be talking to a cheat', () => {
  const met = '有人加我微信说是你们理财经理 带我投资稳赚';

  it.each(['这是骗子吗', '收益20%', '他发了个app让我下载'])('is told to do nothing for now: %s', async (text) => {
    const answer = await talk(met, text);

    expect(answer).toContain('不转账');
    expect(answer).not.toMatch(/上面的步骤|哪一个|让您着急/);
  });

  it('is not told the same twice in a row', async () => {
    expect(await talk(met, '这是骗子吗')).toContain('96110');
    expect(await talk(met, '这是骗子吗', '真的吗')).toContain('请不要再理会对方');
  });
});

describe('a question about ourselves', () => {
  it.each(['周末呢', '国庆放假吗'])('is answered, not passed on to a person: %s', async (text) => {
    expect(await talk('什么时候上班', text)).toContain('09:00');
  });

  it('may begin with no more than the wish to ask', async () => {
    expect(await talk('你好我想咨询下')).toContain('请用一句话说说');
  });
});

describe('what has no words', () => {
  it.each(['😀😀', '哈哈哈', '[微笑]', '。。。'])('is no question that was not understood: %s', async (text) => {
    const answer = await talk(text);

    expect(answer).toContain('我在');
    expect(answer).not.toMatch(/没有看懂/);
  });

  it.each(['[图片]', '【收到不支持的消息类型，暂无法显示】'])(
    'and did not arrive is said to be missing: %s',
    async (text) => {
      expect(await talk(text)).toContain('没有传到');
    },
  );
});

describe('anger and farewell', () => {
  it.each(['什么垃圾平台', '你们这群骗子', '傻逼'])('meet a calm answer and a way on: %s', async (text) => {
    const answer = await talk(text);

    expect(answer).toContain('很抱歉');
    expect(answer).toMatch(/转人工/);
  });

  it('are met in kind', async () => {
    expect(await talk('没事了')).toContain('再见');
    expect(await talk('拜拜')).toContain('再见');
  });
});

describe('what is another’s, and what is ours to say', () => {
  it('says that this is not WeChat’s own wallet', async () => {
    expect(await talk('微信怎么绑卡')).toContain('微信支付的零钱和银行卡我看不到');
  });

  it('says what is kept of a conversation, and how to have it erased', async () => {
    const answer = await talk('隐私');

    expect(answer).toContain('取消关注');
    expect(answer).toContain('删除图片');
  });

  it('says that it is a machine to who asks', async () => {
    expect(await talk('你是真人吗')).toContain('不是真人');
  });
});
