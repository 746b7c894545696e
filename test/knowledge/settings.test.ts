import { describe, expect, it } from '@jest/globals';
import { gatherFacts } from '../../src/knowledge/facts.ts';
import { describeHours, parseHours } from '../../src/knowledge/hours.ts';
import { parseWalletFacts } from '../../src/knowledge/wallet-facts.ts';
import { valueOf } from './shipped.ts';

const week = 'weekly: { mon: [WORK], tue: [WORK], wed: [WORK], thu: [WORK], fri: [WORK], sat: [REST], sun: [] }';
const hoursText = `timezone: Asia/Shanghai\n${week}`
  .replaceAll('WORK', '09:00-12:00, 13:00-18:00')
  .replace('REST', '10:00-24:00');

const walletText = `
regions: [us, cn]
consumerBodies: { cn: 12315, us: FTC }
facts:
  walletName: 我的钱包
  dailyLimit: { value: 每日 100 元, sample: true }
`.replace('12315', "'12315'");

describe('the service hours', () => {
  it('are told as runs of days, with lunch and without the days that are closed', () => {
    expect(describeHours(valueOf(parseHours(hoursText)))).toBe('周一至周五 09:00–12:00、13:00–18:00；周六 10:00–24:00');
  });

  it.each([
    ['ends before it begins', '18:00-09:00'],
    ['overlaps the next', '09:00-12:00, 11:00-18:00'],
    ['is no time', '9-18'],
    ['has an hour that no day has', '09:00-25:00'],
  ])('are refused where a span %s', (_, spans) => {
    const text = `timezone: Asia/Shanghai\n${week}`.replaceAll('WORK', spans).replace('REST', '10:00-12:00');

    expect(parseHours(text)).toMatchObject({
      ok: false,
      error: expect.arrayContaining([
        { file: 'hours.yaml', at: expect.stringContaining('weekly.mon'), problem: expect.any(String) },
      ]),
    });
  });
});

describe('the facts of the wallet', () => {
  it('name the consumer bodies of the regions it serves, the first region first', () => {
    expect(valueOf(parseWalletFacts(walletText)).facts).toEqual({
      walletName: '我的钱包',
      dailyLimit: '每日 100 元',
      consumerBodies: 'FTC；12315',
    });
  });

  it('list those that are still samples', () => {
    expect(valueOf(parseWalletFacts(walletText)).samples).toEqual(['dailyLimit']);
  });

  it('are refused where a region has no consumer body', () => {
    expect(parseWalletFacts(walletText.replace('[us, cn]', '[us, hk]'))).toEqual({
      ok: false,
      error: [{ file: 'wallet.yaml', at: 'consumerBodies.hk', problem: 'is missing' }],
    });
  });

  it('take channels from the registry, and say so where a kind of channel is not there', () => {
    const facts = gatherFacts({
      wallet: valueOf(parseWalletFacts(walletText)),
      hours: valueOf(parseHours(hoursText)),
      registry: {
        channels: [
          { kind: 'phone', value: '400-000-0000', name: '热线' },
          { kind: 'social', value: 'wallet-sample', name: '微博' },
        ],
      },
    });

    expect(facts).toMatchObject({
      phone: '400-000-0000',
      socialAccounts: '微博（wallet-sample）',
      email: '（未开通）',
    });
  });
});
