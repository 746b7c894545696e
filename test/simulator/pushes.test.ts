import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { textAt } from '../../src/simulator/wire/xml.ts';
import { account, silent, startSimulator, type Started } from './support/echo-product.ts';

let started: Started;
beforeEach(async () => {
  started = await startSimulator(silent);
});
afterEach(() => started.stop());

type Act = (pushes: Simulator['pushes']) => Promise<unknown>;
const place = { latitude: 23.134521, longitude: 113.358803, label: '示例地点' };

describe('a push', () => {
  it.each<[string, Act, object]>([
    ['a text', (p) => p.text('o1', '你好'), { MsgType: 'text', Content: '你好' }],
    ['a tapped item of a menu', (p) => p.text('o1', '满意', '101'), { Content: '满意', bizmsgmenuid: '101' }],
    // As real pushes have been seen.
    ['a tapped item without a number', (p) => p.text('o1', '满意', 'good'), { bizmsgmenuid: '0' }],
    ['a text that holds CDATA’s end', (p) => p.text('o1', 'a]]>b'), { Content: 'a]]>b' }],
    ['a voice', (p) => p.voice('o1'), { MsgType: 'voice', Format: 'amr', Recognition: '' }],
    ['a video', (p) => p.video('o1'), { MsgType: 'video' }],
    ['a place', (p) => p.location('o1', place), { Location_X: '23.134521', Scale: '16', Label: '示例地点' }],
    ['a link', (p) => p.link('o1', { title: 't', description: 'd', url: 'https://example.com/' }), { Title: 't' }],
    ['a position', (p) => p.position('o1', place), { Event: 'LOCATION', Latitude: '23.134521', Precision: '30' }],
    ['a follow', (p) => p.follow('o1'), { MsgType: 'event', Event: 'subscribe', EventKey: '' }],
    ['an unfollow', (p) => p.unfollow('o1'), { MsgType: 'event', Event: 'unsubscribe' }],
    ['any event', (p) => p.event('o1', 'verify_expired', { ExpiredTime: 1714112445 }), { Event: 'verify_expired' }],
    [
      'an agreement to be sent a template',
      (p) => p.answerTemplate('o1', 'T1', 'accept'),
      { SubscribeMsgPopupEvent: { List: [{ TemplateId: 'T1', SubscribeStatusString: 'accept', PopupScene: '0' }] } },
    ],
  ])('has the fields of %s', async (_, act, fields) => {
    await act(started.simulator.pushes);

    expect(started.pushes).toHaveLength(1);
    expect(started.pushes[0]?.plain).toMatchObject({ ToUserName: account.originalId, FromUserName: 'o1', ...fields });
  });

  it('names a message by a 64-bit number that rises, and an event by none', async () => {
    await started.simulator.pushes.text('o1', '一');
    await started.simulator.pushes.text('o1', '二');
    await started.simulator.pushes.follow('o1');

    const [first, second, event] = started.pushes.map(({ plain }) => textAt(plain, 'MsgId'));
    expect(BigInt(second ?? '')).toBeGreaterThan(BigInt(first ?? ''));
    expect(first).toMatch(/^\d{18,19}$/);
    expect(event).toBe('');
  });

  it('carries nothing in the clear but the account, in safe mode', async () => {
    await started.simulator.pushes.text('o1', '我的卡号');

    expect(started.pushes[0]?.body).toMatch(
      /^<xml><ToUserName>.{0,40}<\/ToUserName><Encrypt>[^<]*<!\[CDATA\[[\w+/=]+\]\]><\/Encrypt><\/xml>$/,
    );
    expect([...(started.pushes[0]?.query.keys() ?? [])].toSorted()).toEqual([
      'encrypt_type',
      'msg_signature',
      'nonce',
      'openid',
      'signature',
      'timestamp',
    ]);
  });

  it('offers a picture by its address and by its media id', async () => {
    await started.simulator.pushes.image('o1');

    const { plain } = started.pushes[0] ?? {};
    expect(textAt(plain, 'PicUrl')).toMatch(new RegExp(`/simulator/media/${textAt(plain, 'MediaId')}$`));
    const served = await fetch(`${started.origin}/simulator/media/${textAt(plain, 'MediaId')}`);
    expect(served.headers.get('content-type')).toBe('image/png');
  });

  it('is not made for a customer who has unfollowed', async () => {
    await started.simulator.pushes.follow('o1');
    await started.simulator.pushes.unfollow('o1');

    await expect(started.simulator.pushes.text('o1', '还在吗')).rejects.toThrow('does not follow');
  });
});
