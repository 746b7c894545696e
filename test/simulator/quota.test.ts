import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apiClient, type ApiClient } from './support/api-client.ts';
import { movableClock } from './support/clock.ts';
import { silent, startSimulator, type Started } from './support/echo-product.ts';

const seconds = 1000;
const hours = 3600 * seconds;
let started: Started;
let client: ApiClient;
let time: ReturnType<typeof movableClock>;

beforeEach(async () => {
  time = movableClock();
  started = await startSimulator(silent, { clock: time.clock });
  client = await apiClient(started.api);
});
afterEach(() => started.stop());

/** The codes of so many messages, one after another. */
async function codesOf(count: number): Promise<(number | undefined)[]> {
  const codes = [];
  for (let sent = 0; sent < count; sent += 1) codes.push((await client.send('o1')).errcode);
  return codes;
}

describe('the quota of customer-service messages', () => {
  it('is five after a message', async () => {
    await started.simulator.pushes.text('o1', '你好');

    expect(await codesOf(6)).toEqual([0, 0, 0, 0, 0, 45047]);
  });

  it('is five again after the next message, not ten', async () => {
    await started.simulator.pushes.text('o1', '你好');
    await codesOf(2);
    await started.simulator.pushes.text('o1', '还有');

    expect(await codesOf(6)).toEqual([0, 0, 0, 0, 0, 45047]);
  });

  it('ends after 48 hours', async () => {
    await started.simulator.pushes.text('o1', '你好');
    time.pass(48 * hours - seconds);
    const client48 = await apiClient(started.api);

    expect((await client48.send('o1')).errcode).toBe(0);
    time.pass(seconds);
    expect((await client48.send('o1')).errcode).toBe(45015);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a follow', () => started.simulator.pushes.follow('o1')],
    ['a tap on the menu', () => started.simulator.pushes.tap('o1', 'contact')],
    ['a tapped item of a message', () => started.simulator.pushes.text('o1', '满意', '101')],
  ])('is three within a minute after %s', async (_, act) => {
    await client.post('/cgi-bin/menu/create', { button: [{ type: 'click', name: '联系客服', key: 'contact' }] });
    await act();

    expect(await codesOf(4)).toEqual([0, 0, 0, 45047]);
    time.pass(60 * seconds);
    expect(await codesOf(1)).toEqual([45015]);
  });

  it('uses up what ends first', async () => {
    await started.simulator.pushes.text('o1', '你好');
    await started.simulator.pushes.follow('o1');
    await codesOf(3);
    time.pass(60 * seconds);

    expect(await codesOf(6)).toEqual([0, 0, 0, 0, 0, 45047]);
  });

  it('is not touched by a message that is refused', async () => {
    await started.simulator.pushes.text('o1', '你好');

    expect((await client.send('o1', '长'.repeat(683))).errcode).toBe(45002);
    expect(await codesOf(6)).toEqual([0, 0, 0, 0, 0, 45047]);
  });

  it('is each customer’s own', async () => {
    await started.simulator.pushes.text('o2', '你好');
    await started.simulator.pushes.text('o1', '你好');
    await codesOf(5);

    expect((await client.send('o2')).errcode).toBe(0);
  });
});

describe('a customer-service message', () => {
  it.each([
    ['an unknown customer', { touser: 'nobody', msgtype: 'text', text: { content: '您好' } }, 40003],
    ['an unknown type', { touser: 'o1', msgtype: 'file' }, 40008],
    ['no words', { touser: 'o1', msgtype: 'text', text: { content: '' } }, 44004],
    ['an unknown picture', { touser: 'o1', msgtype: 'image', image: { media_id: 'M' } }, 40007],
    ['two articles', { touser: 'o1', msgtype: 'news', news: { articles: [{ title: '1' }, { title: '2' }] } }, 45008],
    ['a character that JSON escapes', { touser: 'o1', msgtype: 'text', text: { content: '\u0001' } }, 40033],
    ['an empty menu', { touser: 'o1', msgtype: 'msgmenu', msgmenu: { head_content: '满意吗', list: [] } }, 44004],
  ])('is refused with %s', async (_, body, code) => {
    await started.simulator.pushes.text('o1', '你好');

    expect((await client.post('/cgi-bin/message/custom/send', body)).errcode).toBe(code);
    expect(started.simulator.sentTo('o1')).toEqual([]);
  });

  it('does not reach whoever has unfollowed', async () => {
    await started.simulator.pushes.text('o1', '你好');
    await started.simulator.pushes.unfollow('o1');

    expect((await client.send('o1')).errcode).toBe(43004);
  });
});

describe('the typing state', () => {
  const typing = (command: string) => client.post('/cgi-bin/message/custom/typing', { touser: 'o1', command });

  it('is shown for 15 seconds, not twice at a time, within 30 seconds of the customer’s act', async () => {
    await started.simulator.pushes.text('o1', '你好');

    expect((await typing('Typing')).errcode).toBe(0);
    expect((await typing('Typing')).errcode).toBe(45081);
    time.pass(15 * seconds);
    expect((await typing('Typing')).errcode).toBe(0);
    time.pass(16 * seconds);
    expect((await typing('Typing')).errcode).toBe(45080);
    expect((await typing('Dancing')).errcode).toBe(45072);
  });

  it('ends with a message', async () => {
    await started.simulator.pushes.text('o1', '你好');
    await typing('Typing');
    await client.send('o1');

    expect((await typing('Typing')).errcode).toBe(0);
  });
});
