import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Understanding } from '../../src/domain/knowledge.ts';
import { createMatcher } from '../../src/knowledge/matching/matcher.ts';
import { understandText } from '../../src/knowledge/understand.ts';
import { corpusRows, shippedKnowledge } from './shipped.ts';

type Judged = Understanding & { readonly text: string; readonly wanted: readonly string[]; readonly urgent: boolean };

const alarms: readonly (string | undefined)[] = ['human', 'theft', 'complaint', 'phishing_report', 'verify_agent'];
let judged: Judged[];

beforeAll(async () => {
  const { entries } = await shippedKnowledge();
  const matcher = createMatcher(entries);
  judged = corpusRows().map(({ text, intent }) => {
    const wanted = [intent].flat();
    return {
      ...understandText(text, { matcher, entries }),
      text,
      wanted: wanted.map((name) => name.replace('!', '')),
      urgent: wanted.every((name) => name.startsWith('!')),
    };
  });
});

/** The texts that fail, for a message that says which. */
function textsOf(rows: readonly Judged[]): string[] {
  return rows.map(({ text, intent, rule, entry }) => `${text} → ${intent ?? 'none'} (${rule ?? entry ?? 'nothing'})`);
}

describe('understanding the shipped knowledge base', () => {
  it('sees what is wanted in at least 95 of 100 messages', () => {
    const wanting = judged.filter(({ wanted }) => !wanted.some((name) => name === 'none' || name === 'elsewhere'));
    const missed = wanting.filter(({ intent, wanted }) => intent === undefined || !wanted.includes(intent));

    expect(wanting.length).toBeGreaterThanOrEqual(400);
    expect({ share: missed.length / wanting.length <= 0.05, missed: textsOf(missed) }).toMatchObject({ share: true });
  });

  it('sees every urgent message as urgent', () => {
    expect(textsOf(judged.filter(({ urgent, priority }) => urgent && priority !== 'urgent'))).toEqual([]);
  });

  it('raises no alarm over what only looks like one', () => {
    const harmless = judged.filter(({ wanted }) => wanted.some((name) => name === 'none' || name === 'elsewhere'));
    const alarmed = harmless.filter(
      ({ intent, priority, wanted }) =>
        (alarms.includes(intent) || priority === 'urgent') && !wanted.includes(intent ?? ''),
    );

    expect(harmless.length).toBeGreaterThanOrEqual(130);
    expect(textsOf(alarmed)).toEqual([]);
  });

  it('calls nothing urgent that is not', () => {
    const calm = judged.filter(({ wanted, urgent }) => !urgent && !wanted.some((name) => name === 'theft'));
    expect(textsOf(calm.filter(({ priority }) => priority === 'urgent'))).toEqual([]);
  });

  it('answers nothing that only another company can', () => {
    const elsewhere = judged.filter(({ wanted }) => wanted.includes('elsewhere'));
    const answered = elsewhere.filter(({ intent }) => intent !== undefined && intent !== 'out_of_scope');

    expect(elsewhere.length).toBeGreaterThanOrEqual(30);
    expect(textsOf(answered)).toEqual([]);
  });

  it.each([
    ['你们什么破钱包，我的钱呢！', undefined],
    ['什么垃圾钱包', undefined],
    ['这是什么钱包啊，垃圾', undefined],
    ['什么烂客服，转人工', 'human'],
    ['什么破软件，转账没到账', 'not_arrived'],
    ['这是什么钱包', 'account'],
    ['钱包是什么？', 'account'],
    ['什么密码不容易被破解', 'security'],
  ])('takes scolding for no question: %s', async (text, intent) => {
    const { entries } = await shippedKnowledge();
    expect(understandText(text, { matcher: createMatcher(entries), entries }).intent).toBe(intent);
  });

  it('names an entry of the intent, or none', async () => {
    const { byId } = await shippedKnowledge();
    const answered = judged.filter(({ entry }) => entry !== undefined);
    const unknown = answered.filter(({ entry }) => !byId.has(entry ?? ''));

    expect(textsOf(unknown)).toEqual([]);
  });
});
