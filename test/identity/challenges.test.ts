import { describe, expect, it } from '@jest/globals';
import { toAgentId, toCustomerId } from '../../src/domain/ids.ts';
import { asksForWord, challengeCodeIn, employeeNumberIn } from '../../src/identity/challenge-words.ts';
import type { Challenger, ChallengeEvent } from '../../src/identity/challenge.ts';
import { createChallenges, isServing, triesPerWindow, validMs } from '../../src/identity/challenges.ts';
import { createMemoryChallenges } from './memory-challenges.ts';
import { shippedIdentityTexts } from './shipped.ts';

const wang: Challenger = { agent: toAgentId('w'), name: '小王', employeeNumber: '1001', matter: 'K20261122-0042' };
const customer = toCustomerId('c1');
const noon = Date.UTC(2026, 10, 22, 4);

function open() {
  let now = noon;
  const events: ChallengeEvent[] = [];
  const challenges = createChallenges({
    store: createMemoryChallenges(),
    clock: () => new Date(now),
    key: Buffer.alloc(32, 1),
    words: shippedIdentityTexts.words,
    record: (event) => Promise.resolve(void events.push(event)),
  });
  return { challenges, events, wait: (ms: number) => (now += ms) };
}

describe('a code that an agent says', () => {
  it('tells the customer once who is behind it, since when and about what', async () => {
    const { challenges } = open();
    const { code } = await challenges.issue(customer, wang);

    expect(await challenges.check(customer, code)).toEqual({ kind: 'confirmed', by: wang, since: new Date(noon) });
    expect(await challenges.check(customer, code)).toEqual({ kind: 'notConfirmed' });
  });

  it('has six digits', async () => {
    const { challenges } = open();

    expect((await challenges.issue(customer, wang)).code).toMatch(/^\d{6}$/);
  });

  it('means nothing from another customer, after ten minutes, or once taken back', async () => {
    const { challenges, wait } = open();
    const first = await challenges.issue(customer, wang);
    expect(await challenges.check(toCustomerId('c2'), first.code)).toEqual({ kind: 'notConfirmed' });
    wait(validMs);
    expect(await challenges.check(customer, first.code)).toEqual({ kind: 'notConfirmed' });

    const second = await challenges.issue(customer, wang);
    await challenges.revoke(customer, wang.agent);

    expect(await challenges.check(customer, second.code)).toEqual({ kind: 'notConfirmed' });
  });

  it('can’t be guessed: after five tries the right one is refused like the wrong ones, and an alarm is on record', async () => {
    const { challenges, events } = open();
    const { code } = await challenges.issue(customer, wang);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < triesPerWindow; i++) await challenges.check(customer, wrong);

    expect(await challenges.check(customer, code)).toEqual({ kind: 'notConfirmed' });
    expect(events.map(({ kind }) => kind)).toContain('challenge.guessing');
  });
});

describe('a word that a caller must know', () => {
  it('is seen by the first agent who asks for it, again by him, and by no colleague', async () => {
    const { challenges } = open();
    const word = await challenges.giveWord(customer);

    expect(word).toMatch(/^\p{Script=Han}{3,8} \d{3}$/u);
    expect(await challenges.wordFor(customer, wang.agent)).toBe(word);
    expect(await challenges.wordFor(customer, wang.agent)).toBe(word);
    expect(await challenges.wordFor(customer, toAgentId('other'))).toBeUndefined();
  });

  it('is gone after ten minutes, and is never another customer’s', async () => {
    const { challenges, wait } = open();
    await challenges.giveWord(customer);

    expect(await challenges.wordFor(toCustomerId('c2'), wang.agent)).toBeUndefined();
    wait(validMs);
    expect(await challenges.wordFor(customer, wang.agent)).toBeUndefined();
  });
});

describe('what the customer writes', () => {
  it.each(['验证 483 920', '验证483920', '驗證 ４８３９２０', '验证：483-920', '验证 四八三九二零', ' 验证 483920。'])(
    'is a code to check: %s',
    (text) => expect(challengeCodeIn(text)).toBe('483920'),
  );

  it.each(['验证码 483920', '验证 48392', '验证 4839201', '我的验证 483920 是', '验证', '483920'])(
    'is none: %s',
    (text) => expect(challengeCodeIn(text)).toBeUndefined(),
  );

  it('may name an employee number, or ask for a word', () => {
    expect(employeeNumberIn('验真 1001')).toBe('1001');
    expect(employeeNumberIn('驗真：A-100')).toBe('A-100');
    expect(employeeNumberIn('验真')).toBeUndefined();
    expect(asksForWord('给我一个核实词')).toBe(true);
    expect(asksForWord('核实词是什么意思呀')).toBe(false);
  });
});

describe('「验真 工号」', () => {
  it('confirms the agent who talks here, and no other number', () => {
    expect(isServing('1001', { employeeNumber: '1001' })).toBe(true);
    expect(isServing('1002', { employeeNumber: '1001' })).toBe(false);
    expect(isServing('1001', undefined)).toBe(false);
  });
});
