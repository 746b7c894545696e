import { afterEach, describe, expect, it } from '@jest/globals';
import type { Notice } from '../../src/domain/notice.ts';
import { maintenance, startSite } from './site.ts';
import type { RunningSite } from './site.ts';

let site: RunningSite | undefined;
afterEach(() => site?.close());

async function noticesWith(notices: readonly Notice[]): Promise<string> {
  site = await startSite({ notices: () => Promise.resolve(notices) });
  return (await fetch(`${site.url}/notices`)).text();
}

describe('the notices', () => {
  it('tell kind, period and text of what is in force', async () => {
    const text = await noticesWith([maintenance]);

    expect(text).toMatch(/维护<\/span>\s*提现维护/);
    expect(text).toContain('2026-11-22 01:00 至 2026-11-22 23:00');
    expect(text).toContain('期间提交的提现');
  });

  it('put what is over below what is in force, and keep back what has not begun', async () => {
    const over: Notice = {
      ...maintenance,
      id: 'over',
      title: '上月维护',
      until: new Date('2026-11-22T02:00:00+08:00'),
    };
    const future: Notice = {
      ...maintenance,
      id: 'future',
      title: '下月活动',
      from: new Date('2026-12-01T00:00:00+08:00'),
      until: new Date('2026-12-02T00:00:00+08:00'),
    };

    const text = await noticesWith([over, future, maintenance]);

    expect(text.indexOf('提现维护')).toBeLessThan(text.indexOf('上月维护'));
    expect(text).not.toContain('下月活动');
  });

  it('say as of which minute there is none, not that all is well', async () => {
    expect(await noticesWith([])).toContain('截至 2026-11-22 10:00，没有正在生效的');
  });
});

describe('the official channels', () => {
  it('are listed with what each is for and never used for', async () => {
    site = await startSite();

    const text = await (await fetch(`${site.url}/official`)).text();

    expect(text).toContain('400-000-0000');
    expect(text).toContain('索要密码和验证码');
  });

  it('say that they are samples while one is', async () => {
    site = await startSite();

    expect(await (await fetch(`${site.url}/official`)).text()).toContain('示例名单');
  });

  it('don’t say so when all are real', async () => {
    site = await startSite({ registry: { channels: [{ kind: 'phone', value: '95000', name: '热线' }] } });

    expect(await (await fetch(`${site.url}/official`)).text()).not.toContain('示例名单');
  });
});
