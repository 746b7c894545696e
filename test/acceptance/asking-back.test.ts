import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { followed } from '../support/matters.ts';
import { openProduct, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
}, 60_000);
afterAll(() => product.close());

const options = (answer: string): string[] => [...answer.matchAll(/^\d\. (.+)$/gm)].map((found) => found[1] ?? '');

describe('a question that fits several entries', () => {
  it('offers the likeliest three to tap, and a number stands for its line', async () => {
    const phone = await followed(product);

    const asked = await phone.say('钱的问题');
    const titles = options(asked);
    const answer = await phone.say('2');

    expect(asked).toContain('您想问的是哪一个');
    expect(titles.length).toBeLessThanOrEqual(3);
    expect(answer).toContain('这个回答有帮助吗');
    expect(await phone.say(titles[1] ?? '')).toBe(answer);
  });

  it('is answered once the customer has added what was missing', async () => {
    const phone = await followed(product);

    const asked = await phone.say('一直失败');
    const answer = await phone.say('绑卡的时候');
    const other = await phone.say('忘记登录密码了怎么办');

    expect(asked).toContain('您想问的是哪一个');
    expect(answer).toMatch(/绑定失败|绑不上|持卡人|预留/);
    expect(answer).toContain('这个回答有帮助吗');
    expect(other).toMatch(/忘记密码|找回/);
  });
});

describe('what no entry answers', () => {
  it('is said so, and the second time in a row a person is offered', async () => {
    const phone = await followed(product);

    const first = await phone.say('桂花糕要蒸多少分钟才软');
    const second = await phone.say('阳台上的绣球花怎么修剪');

    expect(first).toContain('没有看懂');
    expect(second).toContain('两次都没能帮到您');
    expect(second).toContain('转人工');
  });

  it('goes into the ticket, so that nobody has to say it twice', async () => {
    const phone = await followed(product);
    await phone.say('桂花糕要蒸多少分钟才软');
    await phone.say('转人工');

    expect(await phone.say('跳过')).toMatch(/编号 K\d{8}-\d{4}/);
  });
});

describe('an answer', () => {
  it('asks whether it helped, thanks for a yes, and offers a person after a no', async () => {
    const phone = await followed(product);

    await phone.say('忘记登录密码了');
    const yes = await phone.say('有帮助');
    await phone.say('忘记登录密码了');
    const no = await phone.say('没帮助！');

    expect(yes).toContain('谢谢');
    expect(no).toContain('转人工');
  });

  it('in an emergency asks for no verdict', async () => {
    const phone = await followed(product);

    const answer = await phone.say('我的钱包被盗了');

    expect(answer).toContain('冻结');
    expect(answer).not.toContain('有帮助吗');
  });
});

describe('who asks whether the system is down', () => {
  it('is told that nothing is announced as of the minute, not that all is well', async () => {
    const phone = await followed(product);

    const answer = await phone.say('你们系统是不是崩了');

    expect(answer).toMatch(/截至 \d{4}-\d{2}-\d{2} \d{2}:\d{2}/);
    expect(answer).toContain('不代表一切正常');
  });
});

describe('who asks to have erased what is kept of him', () => {
  it.each(['删除我的资料', '注销我的信息', '把我的聊天记录删掉', '給我刪除個資', '我误发的截图能删吗'])(
    'is told what goes and how, and not how an account is closed: %s',
    async (text) => {
      const answer = await (await followed(product)).say(text);

      expect(answer).toMatch(/删图片：回复\s*删除图片[\s\S]*全部删除：取消关注/);
    },
  );

  it('is heard apart from whoever closes his account or is told by somebody to delete', async () => {
    const phone = await followed(product);

    expect(await phone.say('注销账户')).toContain('余额提现');
    expect(await phone.say('骗子叫我把聊天记录都删掉')).not.toContain('全部删除：取消关注');
  });
});

describe('the privacy notice', () => {
  it('is told with its version at first contact, and not again', async () => {
    const phone = await product.phone();

    expect(await phone.follow()).toMatch(/隐私说明（1\.0 版）/);
    expect(await phone.say('你好')).not.toContain('隐私说明');
  });
});
