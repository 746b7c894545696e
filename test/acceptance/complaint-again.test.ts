import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { followed } from '../support/matters.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

let product: Product;
let lead: Caller;
beforeAll(async () => {
  product = await openProduct();
  lead = await product.signIn('admin', adminPassword);
}, 60_000);
afterAll(() => product.close());

type CaseJson = {
  readonly number: string;
  readonly state: string;
  readonly epoch: number;
  readonly answers: readonly string[];
  readonly added?: readonly { readonly at: string; readonly text: string }[];
};

/** A complaint whose number its customer was told: it is there a moment later. */
const read = (number: string): Promise<CaseJson> =>
  waitFor(async () => {
    const { status, body } = await lead.get(`/api/desk/cases/${number}`);
    return status === 200 ? (body as CaseJson) : undefined;
  });

/** Somebody who has complained. */
async function complained(): Promise<{ phone: Phone; number: string }> {
  const phone = await followed(product);
  await phone.say('投诉');
  return { phone, number: await passed(phone, '样本经过：客服答复太慢') };
}

/** Answers the question with this, and passes those that follow. @returns the number that it is filed under */
async function passed(phone: Phone, said: string): Promise<string> {
  let answer = await phone.say(said);
  for (let left = 3; left > 0 && !/C\d{8}-\d{4}/.test(answer); left--) answer = await phone.say('跳过');
  return /C\d{8}-\d{4}/.exec(answer)?.[0] ?? answer;
}

describe('who complains again while his complaint is open', () => {
  it('is told its number, and what he writes is added to it, masked and on record', async () => {
    const { phone, number } = await complained();

    expect(await phone.say('我要投诉')).toContain(`${number} 还在处理`);
    const told = await phone.say('今天又等了一小时，我的手机 13800138000');

    expect(told).toMatch(new RegExp(`已加进投诉 ${number}[\\s\\S]*最晚 \\d+月\\d+日前`));
    const { added = [], ...one } = await waitFor(async () => ((await read(number)).added ? read(number) : undefined));
    expect(one).toMatchObject({ state: 'filed', epoch: 2, answers: ['样本经过：客服答复太慢', '', ''] });
    expect(added.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^今天又等了一小时，我的手机 (?!13800138000)/),
    ]);
    const { events } = (await lead.get(`/api/desk/audit/events?ticket=${number}`)).body as { events: object[] };
    expect(events).toContainEqual(expect.objectContaining({ kind: 'case.added', epoch: 2 }));
    expect((await lead.post(`/api/desk/cases/${number}/acknowledge`, { epoch: 1 })).status).toBe(409);
  });

  it('makes another where it is about something else, told before or after he is asked', async () => {
    const { phone, number } = await complained();
    await phone.say('投诉');
    expect(await phone.say('另一件事')).toContain('1/3');
    const second = await passed(phone, '样本经过：手续费不对');
    expect(await phone.say('我要投诉另外一件事')).toContain('1/3');
    const third = await passed(phone, '样本经过：页面看不清');
    await phone.say('投诉');
    const fourth = await passed(phone, '是别的事情，样本经过：短信发个不停');

    expect(new Set([number, second, third, fourth]).size).toBe(4);
    expect((await read(fourth)).answers[0]).toContain('短信发个不停');
    expect((await read(number)).added).toBeUndefined();
  });

  it('can leave it at that, or ask for something else instead', async () => {
    const { phone, number } = await complained();
    for (const word of ['取消', '跳过', '进度']) {
      await phone.say('投诉');
      await phone.say(word);
    }

    expect(await phone.say('谢谢')).not.toContain('已加进');
    expect((await read(number)).added).toBeUndefined();
  });

  it('is told at once what to do where it is an emergency', async () => {
    const { phone, number } = await complained();
    await phone.say('投诉');

    const answer = await phone.say('我被骗了五千块');

    expect(answer).toContain('110');
    expect(answer).toContain(`已加进投诉 ${number}`);
  });

  it('begins a new one with the words that he wrote for one that was closed meanwhile', async () => {
    const { phone, number } = await complained();
    await phone.say('投诉');
    const { epoch } = await read(number);
    await lead.post(`/api/desk/cases/${number}/close`, { epoch, outcome: 'rejected' });

    expect(await phone.say('样本经过：还是没有人管')).toContain('2/3');
    const again = await passed(phone, '跳过');

    expect(again).toMatch(/^C/);
    expect((await read(again)).answers[0]).toContain('还是没有人管');
  });
});
