import { afterEach, describe, expect, it } from '@jest/globals';
import type { OpenId } from '../../src/domain/ids.ts';
import { startFakeApi, type FakeApi } from '../support/fake-wechat-api.ts';
import { clientOf, sampleSecret } from '../support/wechat-client.ts';

const openId = 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY' as OpenId;
const send = '/cgi-bin/message/custom/send';
const stableToken = '/cgi-bin/stable_token';
let api: FakeApi;

async function connect(...arguments_: Parameters<typeof startFakeApi>) {
  api = await startFakeApi(...arguments_);
  return clientOf(api.base);
}

afterEach(async () => {
  await api.close();
});

describe('sending to a customer', () => {
  it('says a text as WeChat reads it, without what WeChat refuses', async () => {
    const { client } = await connect();

    expect(await client.sendCustom(openId, { kind: 'text', text: '您好😀\u0000' })).toEqual({ ok: true });
    expect(api.callsOf(send)[0]?.body.toString()).toBe(
      `{"touser":"${openId}","msgtype":"text","text":{"content":"您好😀"}}`,
    );
  });

  it('sends pictures, choices and cards, and speaks as a named agent', async () => {
    const { client } = await connect();

    await client.sendCustom(openId, { kind: 'image', mediaId: 'm1' });
    await client.sendCustom(openId, { kind: 'text', text: '您好' }, 'agent@gh');
    await client.sendCustom(openId, {
      kind: 'msgmenu',
      head: '解决了吗',
      items: [{ id: '101', text: '是' }],
      tail: '',
    });
    await client.sendMiniProgramPage(openId, { title: '钱包', appId: 'wx1', pagePath: 'p', thumbMediaId: 't1' });

    expect(api.jsonOf(send)).toEqual([
      { touser: openId, msgtype: 'image', image: { media_id: 'm1' } },
      { touser: openId, msgtype: 'text', text: { content: '您好' }, customservice: { kf_account: 'agent@gh' } },
      {
        touser: openId,
        msgtype: 'msgmenu',
        msgmenu: { head_content: '解决了吗', list: [{ id: '101', content: '是' }], tail_content: '' },
      },
      {
        touser: openId,
        msgtype: 'miniprogrampage',
        miniprogrampage: { title: '钱包', appid: 'wx1', pagepath: 'p', thumb_media_id: 't1' },
      },
    ]);
  });

  it('shows typing and sends subscribe messages', async () => {
    const { client } = await connect();

    await client.typing(openId, 'Typing');
    await client.sendSubscribeMessage(openId, { templateId: 't1', data: { thing1: '已处理' } });

    expect(api.jsonOf('/cgi-bin/message/custom/typing')).toEqual([{ touser: openId, command: 'Typing' }]);
    expect(api.jsonOf('/cgi-bin/message/subscribe/bizsend')).toEqual([
      { touser: openId, template_id: 't1', data: { thing1: { value: '已处理' } } },
    ]);
  });

  it('never tries a send again that WeChat was too busy to answer, and says it may have arrived', async () => {
    const { client } = await connect({ [send]: () => ({ errcode: -1, errmsg: 'system error' }) });

    expect(await client.sendCustom(openId, { kind: 'text', text: '您好' })).toMatchObject({
      ok: false,
      error: { class: 'backoff', ambiguous: true },
    });
    expect(api.callsOf(send)).toHaveLength(1);
  });

  it('takes nothing but a plain 0 for sent', async () => {
    const { client } = await connect({ [send]: () => ({}) });

    expect(await client.sendCustom(openId, { kind: 'text', text: '您好' })).toMatchObject({
      ok: false,
      error: { name: 'bad_answer', ambiguous: true },
    });
  });
});

describe('the access token', () => {
  it('is fetched once for 20 calls at a time', async () => {
    const { client } = await connect();
    const sends = Array.from({ length: 20 }, () => client.sendCustom(openId, { kind: 'text', text: '您好' }));

    expect((await Promise.all(sends)).every(({ ok }) => ok)).toBe(true);
    expect(api.callsOf(stableToken)).toHaveLength(1);
  });

  it.each([40001, 40014, 42001])('is renewed once when %i refuses it 20 times at a time', async (code) => {
    const { client } = await connect();
    await client.getCallbackIps();
    api.revoke(code);
    const sends = Array.from({ length: 20 }, () => client.sendCustom(openId, { kind: 'text', text: '您好' }));

    expect((await Promise.all(sends)).every(({ ok }) => ok)).toBe(true);
    expect(api.callsOf(stableToken)).toHaveLength(2);
  });

  it('is forced new when WeChat goes on giving one that it refuses', async () => {
    const { client } = await connect();
    await client.sendCustom(openId, { kind: 'text', text: '一' });
    api.spoil();

    expect(await client.sendCustom(openId, { kind: 'text', text: '二' })).toEqual({ ok: true });
    expect(api.jsonOf(stableToken)).toMatchObject([
      { force_refresh: false },
      { force_refresh: false },
      { force_refresh: true },
    ]);
  });

  it('is tried twice and no more where every token is refused', async () => {
    const { client } = await connect({ [send]: () => ({ errcode: 40001, errmsg: 'invalid' }) });

    expect(await client.sendCustom(openId, { kind: 'text', text: '您好' })).toMatchObject({
      error: { class: 'refresh', code: 40001 },
    });
    expect(api.callsOf(send)).toHaveLength(2);
  });
});

describe('asking WeChat', () => {
  it('asks again while WeChat is busy', async () => {
    let busy = 2;
    const { client } = await connect({
      '/cgi-bin/getcallbackip': () => (busy-- > 0 ? { errcode: -1, errmsg: 'busy' } : { ip_list: ['192.0.2.1'] }),
    });

    expect(await client.getCallbackIps()).toEqual({ ok: true, value: ['192.0.2.1'] });
  });

  it('keeps ids of 64 bits whole and takes control characters', async () => {
    const { client } = await connect({
      '/cgi-bin/openapi/rid/get': () => '{"errcode":0,"request":{"msgid":1700827132819554304,"n":"a\u0007b"}}',
    });

    expect(await client.ridGet('65f0a1b2-12345678-0000ffff')).toEqual({
      ok: true,
      value: { errcode: 0, request: { msgid: '1700827132819554304', n: 'a b' } },
    });
  });

  it('reads followers, quotas, QR codes and reachability', async () => {
    const { client } = await connect({
      '/cgi-bin/user/info': () => ({ subscribe: 1, openid: openId, unionid: 'u1', subscribe_time: 1434093047 }),
      '/cgi-bin/openapi/quota/get': () => ({ errcode: 0, quota: { daily_limit: 500000, used: 3, remain: 499997 } }),
      '/cgi-bin/qrcode/create': () => ({ ticket: 'T', expire_seconds: 60, url: 'http://weixin.qq.com/q/x' }),
      '/cgi-bin/callback/check': () => ({
        dns: [{ ip: '192.0.2.1' }],
        ping: [{ ip: '192.0.2.1', package_loss: '0%' }],
      }),
    });

    expect(await client.userInfo(openId)).toEqual({
      ok: true,
      value: { follows: true, unionId: 'u1', followedAt: new Date('2015-06-12T07:10:47Z') },
    });
    expect(await client.quotaGet(send)).toMatchObject({ value: { dailyLimit: 500000, used: 3, remain: 499997 } });
    expect(await client.createQr({ scene: 'notice', expireSeconds: 60 })).toMatchObject({ value: { ticket: 'T' } });
    expect(await client.callbackCheck()).toMatchObject({ value: { ping: [{ package_loss: '0%' }] } });
    expect(api.jsonOf('/cgi-bin/qrcode/create')).toMatchObject([{ action_name: 'QR_STR_SCENE' }]);
  });

  it('calls having no menu no failure', async () => {
    const none = () => ({ errcode: 46003, errmsg: 'menu no exist' });
    const { client } = await connect({ '/cgi-bin/menu/get': none, '/cgi-bin/menu/delete': none });

    expect(await client.getMenu()).toEqual({ ok: true, value: undefined });
    expect(await client.deleteMenu()).toEqual({ ok: true, value: undefined });
  });
});

describe('media', () => {
  it('uploads a picture as a form that WeChat reads', async () => {
    const { client } = await connect({
      '/cgi-bin/media/upload': () => ({ type: 'image', media_id: 'm1', created_at: 1 }),
    });
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

    expect(await client.uploadMedia({ type: 'image', bytes, fileName: 'a.png', contentType: 'image/png' })).toEqual({
      ok: true,
      value: { mediaId: 'm1' },
    });
    const [call] = api.callsOf('/cgi-bin/media/upload');
    expect(call?.query.get('type')).toBe('image');
    expect(call?.body.includes(bytes)).toBe(true);
    expect(call?.body.toString('latin1')).toContain('name="media"; filename="a.png"');
  });

  it('downloads a file, the address of a video, or the reason why there is none', async () => {
    const { client } = await connect({
      '/cgi-bin/media/get': ({ query }, response) => {
        const id = query.get('media_id');
        response.setHeader('content-type', id === 'a&b' ? 'image/jpeg' : 'text/plain');
        if (id === 'video') return { video_url: 'https://example.com/v.mp4' };
        if (id === 'gone') return { errcode: 40007, errmsg: 'invalid media_id' };
        response.setHeader('content-disposition', 'attachment; filename="a.jpg"');
        return 'JPEG';
      },
    });

    expect(await client.getMedia('a&b')).toEqual({
      ok: true,
      value: { kind: 'file', bytes: Buffer.from('JPEG'), contentType: 'image/jpeg', fileName: 'a.jpg' },
    });
    expect(api.callsOf('/cgi-bin/media/get')[0]?.query.get('media_id')).toBe('a&b');
    expect(await client.getMedia('video')).toEqual({
      ok: true,
      value: { kind: 'address', url: 'https://example.com/v.mp4' },
    });
    expect(await client.getMedia('gone')).toMatchObject({ error: { class: 'reupload', code: 40007 } });
  });
});

describe('what an error tells', () => {
  it('is never a secret, whatever WeChat repeats', async () => {
    const { client, logged } = await connect({
      [send]: ({ query }) => ({
        errcode: 40035,
        errmsg: `bad /send?access_token=${query.get('access_token')}&x rid: 65f0a1b2-12345678-0000ffff`,
      }),
    });
    const result = await client.sendCustom(openId, { kind: 'text', text: '银行卡 6222020000000000000' });

    expect(result).toMatchObject({ error: { code: 40035, class: 'programmer', rid: '65f0a1b2-12345678-0000ffff' } });
    expect(logged).toMatchObject([{ path: send, code: 40035, rid: '65f0a1b2-12345678-0000ffff' }]);
    const told = JSON.stringify([result, logged]);
    for (const secret of ['sample-access-token', sampleSecret, openId, '6222020000000000000']) {
      expect(told).not.toContain(secret);
    }
  });
});
