import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/lib/clock.ts';
import { createRemotePhone } from '../../src/simulator/script/remote-phone.ts';
import { runScript } from '../../src/simulator/script/run-script.ts';
import { readScript } from '../../src/simulator/script/script-steps.ts';
import { textAt } from '../../src/simulator/wire/xml.ts';
import { startSimulator, textReply, type Product } from './support/echo-product.ts';

const answers: Readonly<Record<string, string>> = {
  转人工: '请用一句话说明您的问题。',
  转账没到账: '已为您登记，编号 K20261122-0001。',
  解决了: '谢谢您的反馈。',
};
const survey = '<a href="weixin://bizmsgmenu?msgmenucontent=解决了&msgmenuid=201">已解决</a>';
const product: Product = (pushed) => {
  const text = textAt(pushed.plain, 'Content');
  if (text === '完') return textReply(pushed, `帮到您了吗？${survey}`);
  return text in answers ? textReply(pushed, answers[text] ?? '') : 'success';
};

let started: Awaited<ReturnType<typeof startSimulator>>;
let printed: string[];

beforeEach(async () => {
  started = await startSimulator(product);
  printed = [];
});
afterEach(() => started.stop());

async function play(yaml: string): Promise<string | undefined> {
  const steps = readScript(yaml);
  if (!steps.ok) return steps.error;
  const newPhone = () => createRemotePhone(started.origin);
  return runScript(steps.value, { newPhone, print: (line) => printed.push(line), clock: systemClock });
}

describe('a script', () => {
  it('plays a conversation and prints it', async () => {
    const fault = await play(`
      - follow
      - say: 转人工
      - expect: 一句话
      - say: 转账没到账
      - expect: { text: 编号, within: 500ms }
    `);

    expect(fault).toBeUndefined();
    expect(printed).toEqual([
      '顾客：转人工',
      '公众号：请用一句话说明您的问题。',
      '顾客：转账没到账',
      '公众号：已为您登记，编号 K20261122-0001。',
    ]);
  });

  it('taps what the account offers', async () => {
    const fault = await play('[follow, say: 完, choose: 已解决, expect: 谢谢]');

    expect(fault).toBeUndefined();
    expect(textAt(started.pushes.at(-1)?.plain, 'bizmsgmenuid')).toBe('201');
  });

  it('tells which step asks for what is not there', async () => {
    const fault = await play('[follow, tap: 没有这个菜单, say: 转人工]');

    expect(fault).toBe('step 2: the simulator refused it: 404 unknown_button');
  });

  it('tells which step was not as expected', async () => {
    const fault = await play('[follow, say: 转人工, expect: { text: 没有这句, within: 100ms }]');

    expect(fault).toBe('step 3: 顾客 was not shown "没有这句" within 100 ms');
  });

  it('does not take an earlier answer for a later one', async () => {
    const fault = await play(
      '[follow, say: 转人工, expect: 一句话, say: 你好, expect: { text: 一句话, within: 100ms }]',
    );

    expect(fault).toMatch(/^step 5/);
  });

  it('has several customers, each with a chat of his own', async () => {
    const fault = await play('[follow, say: 转人工, customer: 乙, follow, expect: { text: 一句话, within: 100ms }]');

    expect(fault).toBe('step 5: 乙 was not shown "一句话" within 100 ms');
  });

  it('attacks the product, and goes on only where it refuses', async () => {
    const fault = await play('[follow, attack: downgraded, attack: replayed, say: 转人工, expect: 一句话]');

    expect(fault).toBeUndefined();
    expect(printed.slice(0, 2)).toEqual(['攻击 downgraded：HTTP 403', '攻击 replayed：HTTP 403']);
  });

  it('ends where the product takes an attack for a push of WeChat’s', async () => {
    const careless = createServer((_, answer) => answer.end('success'));
    await new Promise<void>((resolve) => careless.listen(0, '127.0.0.1', resolve));
    const callbackUrl = () => `http://127.0.0.1:${(careless.address() as AddressInfo).port}/wechat`;
    await started.stop();
    started = await startSimulator(product, { callbackUrl });

    const fault = await play('[follow, attack: unsigned]');

    expect(fault).toBe("step 2: the product took an attack for WeChat's: unsigned");
    careless.close();
  });

  it('lets calls of the API fail', async () => {
    await play('[fail: { path: /cgi-bin/menu/get, with: busy, times: 2 }]');

    expect(started.simulator.faults.list()).toMatchObject([{ path: '/cgi-bin/menu/get', times: 2 }]);
  });

  it.each(['- dance', '- say: 1', '{}', '[', '- expect: {within: 5s}'])('is refused before it starts: %s', (yaml) => {
    expect(readScript(yaml).ok).toBe(false);
  });
});
