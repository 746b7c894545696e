import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config.ts';
import { formOf } from '../../src/paging/webhook.ts';
import { buildCall, judgeAnswer } from '../../src/paging/webhook-forms.ts';

const at = new Date('2026-11-22T02:00:00.500Z');
const secret = 'SECsample';
const text = '样本';

describe('a call to a group robot', () => {
  it('of 企业微信 is plain: its key is in the address', () => {
    const url = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=sample';

    expect(buildCall('wecom', { url, secret, text, at })).toEqual({
      url,
      body: '{"msgtype":"text","text":{"content":"样本"}}',
    });
  });

  it('of 钉钉 is signed in the address over milliseconds and secret', () => {
    const { url, body } = buildCall('dingtalk', {
      ...{ secret, text, at },
      url: 'https://oapi.dingtalk.com/robot/send?access_token=sample',
    });
    const { searchParams } = new URL(url);
    const stamp = String(at.getTime());

    expect(searchParams.get('access_token')).toBe('sample');
    expect(searchParams.get('timestamp')).toBe(stamp);
    expect(searchParams.get('sign')).toBe(createHmac('sha256', secret).update(`${stamp}\n${secret}`).digest('base64'));
    expect(JSON.parse(body)).toEqual({ msgtype: 'text', text: { content: text } });
  });

  it('of 飞书 is signed in the body, its key made of seconds and secret', () => {
    const { url, body } = buildCall('feishu', {
      secret,
      text,
      at,
      url: 'https://open.feishu.cn/open-apis/bot/v2/hook/sample',
    });
    const stamp = String(Math.floor(at.getTime() / 1000));

    expect(url).toBe('https://open.feishu.cn/open-apis/bot/v2/hook/sample');
    expect(JSON.parse(body)).toEqual({
      timestamp: stamp,
      sign: createHmac('sha256', `${stamp}\n${secret}`).update('').digest('base64'),
      msg_type: 'text',
      content: { text },
    });
  });

  it.each([
    [200, { errcode: 0 }, { ok: true }],
    [200, { code: 0 }, { ok: true }],
    [200, { StatusCode: 0 }, { ok: true }],
    [200, { errcode: 45009 }, { ok: false, retry: true, code: 'robot:45009' }],
    [200, { code: 19021 }, { ok: false, retry: false, code: 'robot:19021' }],
    [200, undefined, { ok: false, retry: false, code: 'no_answer_code' }],
    [404, {}, { ok: false, retry: false, code: 'http:404' }],
    [429, {}, { ok: false, retry: true, code: 'http:429' }],
  ])('answered %i %j counts as %j', (status, body, verdict) => {
    expect(judgeAnswer(status, body)).toEqual(verdict);
  });
});

describe('where pages may be posted', () => {
  const hosts = [
    { host: 'open.feishu.cn', form: 'feishu' as const },
    { host: '127.0.0.1', form: 'wecom' as const },
  ];

  it.each([
    ['https://open.feishu.cn/hook', 'feishu'],
    ['http://127.0.0.1:4000/hook', 'wecom'],
    ['http://open.feishu.cn/hook', undefined],
    ['https://open.feishu.cn.example/hook', undefined],
    ['https://sample:sample@open.feishu.cn/hook', undefined],
    ['file:///etc/hosts', undefined],
  ])('%s: %s', (url, form) => {
    expect(formOf(url, hosts)).toBe(form);
  });

  it('is said at the start, for a host that is not registered', async () => {
    const config = await loadConfig({ PAGE_WEBHOOK_URL: 'https://hook.example/sample' });

    expect(config).toMatchObject({ ok: false, error: [{ at: 'PAGE_WEBHOOK_URL' }] });
  });
});
