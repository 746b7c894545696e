import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createNotices } from '../../src/knowledge/live.ts';
import { noticesInForce, noticesText, parseNotices } from '../../src/knowledge/notices.ts';
import { valueOf } from './shipped.ts';

const yaml = `
notices:
  - { id: sale, kind: 活动, title: 满减, text: 满 50 减 5, from: 2026-11-22 00:00 }
  - { id: night, kind: 维护, title: 提现维护, text: 请稍后再提, topics: [topup-withdraw], from: 2026-11-22 01:00, until: 2026-11-22 03:00 }
  - { id: down, kind: 故障, title: 付款码异常, text: 正在修复, topics: [payment], from: 2026-11-22 02:00 }
`;
const atTwo = new Date('2026-11-22T02:30:00+08:00');

function idsAt(at: Date, topic?: string): string[] {
  return noticesInForce(valueOf(parseNotices(yaml)), at, topic).map(({ id }) => id);
}

describe('notices', () => {
  it('are in force from their first minute until their last, in Asia/Shanghai', () => {
    expect(idsAt(new Date('2026-11-22T00:59:59+08:00'))).toEqual(['sale']);
    expect(idsAt(new Date('2026-11-22T01:00:00+08:00'))).toContain('night');
    expect(idsAt(new Date('2026-11-22T03:00:00+08:00'))).not.toContain('night');
  });

  it('put a fault before maintenance, and an event last', () => {
    expect(idsAt(atTwo)).toEqual(['down', 'night', 'sale']);
  });

  it('are found by the topic that somebody asks about', () => {
    expect(idsAt(atTwo, 'payment')).toEqual(['down']);
  });

  it('read in the chat with kind, period and text, and as nothing where there is none', () => {
    const notices = valueOf(parseNotices(yaml));

    expect(noticesText(notices, atTwo)).toMatch(/^【故障】付款码异常\n2026-11-22 02:00 起\n正在修复\n\n【维护】/);
    expect(noticesText(notices, new Date('2026-11-21T00:00:00+08:00'))).toBe('');
  });

  it.each([
    ['a kind that is not known', yaml.replace('故障', '喜讯'), 'notices.down.kind'],
    [
      'an end before its beginning',
      yaml.replace('until: 2026-11-22 03:00', 'until: 2026-11-21 03:00'),
      'notices.night',
    ],
    ['a day that is not', yaml.replace('2026-11-22 00:00', '2026-13-22 00:00'), 'notices.sale.from'],
    ['an id twice', yaml.replace('id: down', 'id: sale'), 'notices.sale'],
  ])('are refused with %s', (_, text, at) => {
    expect(parseNotices(text)).toMatchObject({ ok: false, error: [{ file: 'notices.yaml', at }] });
  });

  it('are read again when their file is saved, and only theirs', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'notices-'));
    const file = path.join(dir, 'notices.yaml');
    await writeFile(file, 'notices: []');
    const reloads: string[] = [];
    const logger = { info: (_: object, message: string) => reloads.push(message), warn: () => undefined };
    const live = createNotices({ dir, clock: () => atTwo, logger, quietMs: 20 });
    await live.start();

    await writeFile(path.join(dir, 'replies.yaml'), 'x');
    await wait(200);
    expect(reloads).toEqual([]);

    await writeFile(file, yaml);
    for (let tries = 0; tries < 200 && live.current().length === 0; tries += 1) await wait(10);
    expect(live.current().map(({ id }) => id)).toEqual(['sale', 'night', 'down']);

    await live.close();
    await rm(dir, { recursive: true });
  });
});
