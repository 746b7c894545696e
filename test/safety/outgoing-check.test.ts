import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createOutgoingCheck } from '../../src/safety/outgoing-check.ts';
import { corpus, findIn, shippedTricks } from './corpus.ts';

const check = createOutgoingCheck({ findIn, publicNumbers: shippedTricks.publicNumbers });
const rows = corpus<{ text: string; code: string | null }>('outgoing');

describe('the outgoing check', () => {
  it.each(rows.filter(({ code }) => code !== null))('blocks 「$text」 as $code', ({ text, code }) => {
    expect(check(text)).toMatchObject({ ok: false, code });
  });

  it.each(rows.filter(({ code }) => code === null))('lets 「$text」 pass', ({ text }) => {
    expect(check(text)).toEqual({ ok: true });
  });

  it('tells the agent why, in Chinese', () => {
    const verdict = check('请打开 wallet-help.com 操作');

    expect(verdict).toMatchObject({ ok: false, reason: expect.stringMatching(/wallet-help\.com.*官方名单/) });
  });

  it('judges each part of a sentence alone: a kind word before a demand softens nothing', () => {
    expect(check('不用担心，我们不会泄露，请把验证码发我')).toMatchObject({ ok: false, code: 'asks_secret' });
  });
});

/** What customers are told lives under these names; words that we look for do not. */
const toldTo = /^(?:answer|detail|steps|prepare|warning|next|text|title|name|purpose|never|lookUp)$/;

const withoutPlaceholders = (text: string) => text.replace(/\{[\w.]+\}/g, '');

function textsIn(value: unknown, key: string, all: boolean): string[] {
  if (typeof value === 'string') return all || toldTo.test(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, key, all));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => textsIn(item, name, all));
}

function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return yamlFiles(`${folder}/${entry.name}`);
    return entry.name.endsWith('.yaml') ? [`${folder}/${entry.name}`] : [];
  });
}

describe('every text that is shipped', () => {
  it.each(yamlFiles('config'))('in %s may go to a customer', (file) => {
    const isReplies = file.endsWith('replies.yaml');
    const texts = textsIn(parse(readFileSync(file, 'utf8')), '', isReplies).map(withoutPlaceholders);
    const blocked = texts.map((text) => ({ text, verdict: check(text) })).filter(({ verdict }) => !verdict.ok);

    expect(blocked).toEqual([]);
  });
});
