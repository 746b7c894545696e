import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminPassword, openProduct, type Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
}, 60_000);
afterAll(() => product.close());

/** The answer to the first thing that somebody writes. */
async function answerTo(text: string): Promise<string> {
  const phone = await product.phone();
  await phone.follow();
  return phone.say(text);
}

describe('who asks how to tell who is genuine', () => {
  it.each(['验证', '真假客服', '是不是官方', '这个号码是你们的吗'])(
    'is shown the official channels: %s',
    async (text) => {
      expect(await answerTo(text)).toMatch(/以下列官方渠道为准[\s\S]*400-000-0000[\s\S]*对暗号[\s\S]*评论区或群里/);
    },
  );

  it.each([
    '你们是官方吗',
    '营业执照',
    '认证信息',
    '你们是不是骗子',
    '你们是真的客服吗',
    '你是真人还是骗子',
    '怎么知道你不是骗子',
    '凭什么相信你们',
    '这是不是骗子公众号',
  ])('is told who we are and how to look it up, and nothing else: %s', async (text) => {
    const answer = await answerTo(text);

    expect(answer).toMatch(/公司名称[\s\S]*许可证编号[\s\S]*自己核对[\s\S]*图片证明不了身份[\s\S]*验证/);
    expect(answer).not.toMatch(/刷单|相关问题|转人工/);
  });

  it('is helped first where money is gone', async () => {
    expect(await answerTo('你们是不是骗子，我被骗了两万')).toMatch(/110[\s\S]*停止转账/);
  });
});

describe('what is pasted and nothing else', () => {
  it.each(['4OO-OOO-OOOO', '４００ ０００ ００００', 'help@wallet.example', 'https://www.wallet.example/help'])(
    'is said to be ours, with what it is never used for: %s',
    async (text) => expect(await answerTo(text)).toMatch(/在官方名单里：[\s\S]*不会/),
  );

  it.each([
    '4OO-8OO-1234',
    'kefu_8899',
    '抖音 qianbao_kefu',
    '6222021234567890128',
    '0x52908400098527886E0F7030069857D2E4169EE7',
    '下载「示例钱包极速版」',
    '+852 5678 1234',
    '203。0。113。77',
    'fastcoin://transfer?to=1',
  ])('is said not to be on the list, with what to do and how to report it: %s', async (text) => {
    const answer = await answerTo(text);

    expect(answer).toMatch(/不在官方名单里。请先什么都不做[\s\S]*举报/);
    expect(answer).not.toMatch(/没有看懂|答不上来|一句话/);
  });

  it.each(['wallet.examp1e', 'waIlet.example', 'wallet-example.com'])(
    'is said to be made to look like ours: %s',
    async (text) => {
      expect(await answerTo(text)).toMatch(/很像官方的 wallet\.example，但不是我们的/);
    },
  );
});

describe('a picture of a message or a call', () => {
  it.each(['收到一条短信，截图发你看看', '这是来电截图，真的吗', '截图'])(
    'is not judged: its number or link is asked for as text: %s',
    async (text) => expect(await answerTo(text)).toMatch(/不能判断真假[\s\S]*用文字发来[\s\S]*什么都不做/),
  );

  it('of a payment or an error is another matter', async () => {
    expect(await answerTo('报错的截图发你')).not.toMatch(/不能判断真假/);
  });
});

describe('a story in a person’s own words', () => {
  it('is answered with the trick’s name, and raises the urgency of the ticket that follows', async () => {
    const phone = await product.phone();
    await phone.follow();

    expect(await phone.say('老头子接电话人家说他征信有问题，交钱给洗干净')).toMatch(/征信记录任何人都改不了/);
    await phone.say('转人工');
    const number = /K\d{8}-\d{4}/.exec(await phone.say('跳过'))?.[0] ?? '';

    const admin = await product.signIn('admin', adminPassword);
    const { priority } = (await waitFor(async () => {
      const { status, body } = await admin.get(`/api/desk/tickets/${number}`);
      return status === 200 ? body : undefined;
    })) as { priority: string };
    expect(priority).toBe('high');
  });
});
