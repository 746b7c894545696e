import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apiClient, type ApiClient } from './support/api-client.ts';
import { silent, startSimulator, type Started } from './support/echo-product.ts';

let started: Started;
let client: ApiClient;
beforeEach(async () => {
  started = await startSimulator(silent);
  client = await apiClient(started.api);
});
afterEach(() => started.stop());

const notice = { touser: 'o1', template_id: 'T1', data: { thing1: { value: '您的工单有新回复' } } };
const sendTemplate = (extra: object = {}) => client.post('/cgi-bin/message/template/send', { ...notice, ...extra });
const sendAgreed = () => client.post('/cgi-bin/message/subscribe/bizsend', notice);

/** Waits for what the simulator pushes by itself. */
async function pushed(event: string): Promise<object> {
  for (;;) {
    const found = started.pushes.find(({ plain }) => plain.Event === event);
    if (found) return found.plain;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a template message', () => {
  it('is shown without a window, and its result is pushed', async () => {
    await started.simulator.pushes.follow('o1');

    const { errcode, msgid } = await sendTemplate();

    expect(errcode).toBe(0);
    expect(started.simulator.sentTo('o1')[0]?.words).toContain('您的工单有新回复');
    expect(await pushed('TEMPLATESENDJOBFINISH')).toMatchObject({ MsgID: String(msgid), Status: 'success' });
  });

  it('is sent once under one client_msg_id', async () => {
    await started.simulator.pushes.follow('o1');

    expect((await sendTemplate({ client_msg_id: 'c1' })).errcode).toBe(0);
    expect((await sendTemplate({ client_msg_id: 'c1' })).errcode).toBe(45065);
    expect(started.simulator.sentTo('o1')).toHaveLength(1);
  });

  it.each([
    ['no template', { template_id: '' }, 40037],
    ['no words', { data: { thing1: { value: '' } } }, 47003],
    ['an unknown customer', { touser: 'nobody' }, 40003],
  ])('is refused with %s', async (_, extra, code) => {
    await started.simulator.pushes.follow('o1');

    expect((await sendTemplate(extra)).errcode).toBe(code);
  });
});

describe('a subscription message', () => {
  it('is sent once for each time that the customer agreed', async () => {
    await started.simulator.pushes.answerTemplate('o1', 'T1', 'accept');

    expect((await sendAgreed()).errcode).toBe(0);
    expect((await sendAgreed()).errcode).toBe(43101);
    expect(await pushed('subscribe_msg_sent_event')).toMatchObject({
      SubscribeMsgSentEvent: { List: [{ TemplateId: 'T1', ErrorCode: '0' }] },
    });
  });

  it('is not sent to whoever refused', async () => {
    await started.simulator.pushes.answerTemplate('o1', 'T1', 'reject');

    expect((await sendAgreed()).errcode).toBe(43101);
  });
});

describe('a QR code', () => {
  const create = (body: object) => client.post('/cgi-bin/qrcode/create', body);
  const forScene = (scene_str: string) =>
    create({ action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str } } });

  it('brings a follower, and says by which code', async () => {
    const { ticket } = await forScene('counter-1');
    await started.simulator.pushes.unfollow('o1');
    await started.simulator.pushes.scan('o1', String(ticket));

    expect(started.pushes.at(-1)?.plain).toMatchObject({
      Event: 'subscribe',
      EventKey: 'qrscene_counter-1',
      Ticket: ticket,
    });
    expect(await client.get('/cgi-bin/user/info', { openid: 'o1' })).toMatchObject({
      subscribe: 1,
      qr_scene_str: 'counter-1',
    });
  });

  it('is only scanned by whoever follows already', async () => {
    const { ticket } = await forScene('counter-1');
    await started.simulator.pushes.follow('o1');
    await started.simulator.pushes.scan('o1', String(ticket));

    expect(started.pushes.at(-1)?.plain).toMatchObject({ Event: 'SCAN', EventKey: 'counter-1' });
  });

  it.each([
    ['an action that there is not', { action_name: 'DANCE' }, 40035],
    ['no scene', { action_name: 'QR_SCENE' }, 40053],
    [
      'more than thirty days',
      { action_name: 'QR_SCENE', action_info: { scene: { scene_id: 1 } }, expire_seconds: 2_592_001 },
      40052,
    ],
  ])('is refused with %s', async (_, body, code) => {
    expect((await create(body)).errcode).toBe(code);
  });
});

describe('what is told of a customer', () => {
  it('has no nickname, and nothing once he has unfollowed', async () => {
    await started.simulator.pushes.follow('o1');
    expect(await client.get('/cgi-bin/user/info', { openid: 'o1' })).not.toHaveProperty('nickname');
    await started.simulator.pushes.unfollow('o1');

    expect(await client.get('/cgi-bin/user/info', { openid: 'o1' })).toEqual({ subscribe: 0, openid: 'o1' });
    expect(await client.get('/cgi-bin/user/get')).toMatchObject({ total: 0 });
  });
});
