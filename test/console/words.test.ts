import { describe, expect, it } from '@jest/globals';
import { en } from '../../src/console/i18n/en.ts';
import { zh } from '../../src/console/i18n/zh.ts';
import { piecesOf } from '../../src/console/visible-text.ts';
import { keyName } from '../../src/console/keys.ts';
import { endOf } from '../../src/console/state/schedule.ts';
import { createEventReader, type ServerEvent } from '../../src/console/state/event-stream.ts';

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the words of the console', () => {
  it('are the same keys with the same placeholders in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    for (const [key, text] of Object.entries(zh)) {
      expect({ key, has: placeholders(en[key as keyof typeof zh]) }).toEqual({ key, has: placeholders(text) });
    }
  });
});

describe('single keys', () => {
  const press = (key: string, more: object = {}) => ({
    ...{ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, defaultPrevented: false },
    ...more,
  });

  it('act unless somebody types or holds another key', () => {
    expect(keyName(press('j'), null)).toBe('next');
    expect(keyName(press('J'), { tagName: 'BODY' })).toBe('next');
    expect(keyName(press('j'), { tagName: 'TEXTAREA' })).toBeUndefined();
    for (const held of ['ctrlKey', 'metaKey', 'altKey', 'isComposing', 'defaultPrevented']) {
      expect(keyName(press('c', { [held]: true }), null)).toBeUndefined();
    }
  });
});

describe('a ticket that is put off', () => {
  it.each([
    ['tomorrow', '2026-11-22T15:59:00Z', '2026-11-23T01:00:00Z'],
    ['tomorrow', '2026-11-22T16:01:00Z', '2026-11-24T01:00:00Z'],
    ['monday', '2026-11-22T10:00:00Z', '2026-11-23T01:00:00Z'],
    ['monday', '2026-11-23T10:00:00Z', '2026-11-30T01:00:00Z'],
    ['hour', '2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z'],
  ] as const)('until %s, at %s, comes back at %s: nine in Shanghai', (pause, now, then) => {
    expect(endOf(pause, Date.parse(now)).toISOString()).toBe(then.replace('Z', '.000Z'));
  });
});

describe('the reader of live events', () => {
  it('puts events together however they are cut', () => {
    const sent =
      'retry: 2000\n\nid: a:1\nevent: ticket.queued\ndata: {"n":1}\n\n: still here\n\nid: a:2\nevent: x\ndata: 2\n\n';
    for (let size = 1; size < sent.length; size += 7) {
      const got: ServerEvent[] = [];
      const reader = createEventReader((event) => got.push(event));
      for (let at = 0; at < sent.length; at += size) reader.push(sent.slice(at, at + size));

      expect(got).toEqual([
        { id: 'a:1', event: 'ticket.queued', data: '{"n":1}' },
        { id: 'a:2', event: 'x', data: '2' },
      ]);
    }
  });
});

describe('text from outside', () => {
  it('shows what hides, and leaves lines, tabs and families alone', () => {
    expect(piecesOf('a\u202Eb')).toEqual([{ text: 'a' }, { invisible: 'U+202E' }, { text: 'b' }]);
    expect(piecesOf('a\n\tb 👨‍👩‍👧')).toEqual([{ text: 'a\n\tb 👨‍👩‍👧' }]);
    expect(piecesOf('a\u200Db')).toContainEqual({ invisible: 'U+200D' });
  });
});
