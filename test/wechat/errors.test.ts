import { describe, expect, it } from '@jest/globals';
import { networkError, reactionTo, wechatError } from '../../src/wechat/errors.ts';

const path = '/cgi-bin/message/custom/send';
const errorOf = (code: number, errmsg = 'refused') => wechatError({ code, errmsg, path });

describe("WeChat's refusals", () => {
  it.each([
    [-1, 'backoff', 'unknown'],
    [40001, 'refresh', 'retry'],
    [42001, 'refresh', 'retry'],
    [45009, 'backoff', 'retry'],
    [45011, 'backoff', 'retry'],
    [45015, 'stop', 'wait'],
    [45047, 'stop', 'wait'],
    [43019, 'stop', 'fail'],
    [43004, 'stop', 'fail'],
    [40003, 'stop', 'fail'],
    [48001, 'config', 'retry'],
    [40164, 'config', 'retry'],
    [45002, 'programmer', 'fail'],
    [65310, 'programmer', 'fail'],
    [40007, 'reupload', 'fail'],
    [40200, 'fallback', 'fail'],
    [45080, 'ignore', 'fail'],
    [99999, 'unknown', 'fail'],
  ])('%i is of class %s: a message then goes to %s', (code, kind, reaction) => {
    const error = errorOf(code);

    expect(error.class).toBe(kind);
    expect(reactionTo(error).kind).toBe(reaction);
  });

  it('wait a minute where WeChat counts by the minute, longer where it counts by the day', () => {
    expect(reactionTo(errorOf(45011))).toEqual({ kind: 'retry', afterMs: 60_000 });
    expect(reactionTo(errorOf(45009))).toEqual({ kind: 'retry', afterMs: 600_000 });
  });

  it('are explained to staff in Chinese, each of them', () => {
    for (const code of [-1, 45015, 40164, 65401, 43101, 99999]) expect(errorOf(code).explanation).toMatch(/[一-鿿]{4}/);
  });

  it('give their rid apart from their words', () => {
    expect(errorOf(45015, 'response out of time limit rid: 65f0a1b2-12345678-0000ffff')).toMatchObject({
      message: 'response out of time limit',
      rid: '65f0a1b2-12345678-0000ffff',
    });
    expect(errorOf(45015)).not.toHaveProperty('rid');
  });

  it.each([
    'at https://api.example/x?access_token=SECRET&y=1',
    'grant secret=SECRET failed',
    '{"access_token":"SECRET","appid":"wx"}',
    'appsecret: SECRET',
  ])('hide secrets that they repeat: %s', (errmsg) => {
    expect(JSON.stringify(errorOf(40035, errmsg))).not.toContain('SECRET');
  });
});

describe('faults on the way', () => {
  it('are tried again only where nothing was sent', () => {
    expect(reactionTo(networkError({ name: 'unreachable', ambiguous: false }, path)).kind).toBe('retry');
    expect(reactionTo(networkError({ name: 'timeout', ambiguous: true }, path)).kind).toBe('unknown');
    expect(reactionTo(networkError({ name: 'bad_status', ambiguous: true, status: 502 }, path)).kind).toBe('unknown');
  });
});
