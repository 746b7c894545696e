import { afterEach, describe, expect, it } from '@jest/globals';
import { modes } from '../../src/simulator/account.ts';
import { account, silent, startSimulator, textReply, type Product } from './support/echo-product.ts';
import { textAt } from '../../src/simulator/wire/xml.ts';

const echo: Product = (pushed) => textReply(pushed, `收到：${textAt(pushed.plain, 'Content')}`);
let started: Awaited<ReturnType<typeof startSimulator>> | undefined;

afterEach(async () => {
  await started?.stop();
  started = undefined;
});

describe('a chat with the account', () => {
  it.each(modes)('shows what the customer wrote and what the account answered, in %s mode', async (mode) => {
    started = await startSimulator(echo, { mode });
    const { simulator } = started;

    const judged = await simulator.pushes.text('o1', '忘记密码');

    expect(judged.kind).toBe('reply');
    expect(simulator.transcriptOf('o1').map(({ from, words }) => [from, words])).toEqual([
      ['customer', '忘记密码'],
      ['account', '收到：忘记密码'],
    ]);
  });

  it('shows nothing where the account has nothing to say', async () => {
    started = await startSimulator(silent);

    const judged = await started.simulator.pushes.follow('o1');

    expect(judged.kind).toBe('silent');
    expect(started.simulator.transcriptOf('o1')).toEqual([]);
  });

  it('checks the address before it is used', async () => {
    started = await startSimulator(silent);

    expect(await started.simulator.verifyCallback()).toEqual({ ok: true, value: undefined });
  });
});

describe('a customer-service message', () => {
  it('reaches the phone of a customer who wrote before', async () => {
    started = await startSimulator(silent);
    const { simulator, api } = started;
    await simulator.pushes.text('o1', '转人工');
    const token = (await (
      await fetch(`${api}/cgi-bin/stable_token`, {
        method: 'POST',
        body: JSON.stringify({ grant_type: 'client_credential', appid: account.appId, secret: account.secret }),
      })
    ).json()) as { access_token: string };

    const answer = await fetch(`${api}/cgi-bin/message/custom/send?access_token=${token.access_token}`, {
      method: 'POST',
      body: JSON.stringify({ touser: 'o1', msgtype: 'text', text: { content: '您好，我是 1001 号客服' } }),
    });

    expect(await answer.json()).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(simulator.sentTo('o1').map((line) => line.words)).toEqual(['您好，我是 1001 号客服']);
  });
});
