import { describe, expect, it } from '@jest/globals';
import { toAgentId, toCustomerId, type CustomerId } from '../../src/domain/ids.ts';
import { asksForWord, challengeCodeIn, employeeNumberIn } from '../../src/identity/challenge-words.ts';
import type { Challenger, ChallengeEvent } from '../../src/identity/challenge.ts';
import { createChallenges, isServing, triesPerWindow, validMs } from '../../src/identity/challenges.ts';
import { createSeal } from '../../src/lib/seal.ts';
import { createMemoryChallenges } from './memory-challenges.ts';
import { shippedIdentityTexts } from './shipped.ts';

const wang: Challenger = { agent: toAgentId('w'), name: '小王', employeeNumber: '1001', matter: 'K20261122-0042' };
const asked = { id: wang.agent, employeeNumber: wang.employeeNumber };
const customer = toCustomerId('c1');
const noon = Date.UTC(2026, 10, 22, 4);

function open() {
  let now = noon;
  const events: ChallengeEvent[] = [];
  const challenges = createChallenges({
    store: createMemoryChallenges(),
    clock: () => new Date(now),
    key: Buffer.alloc(32, 1),
    seal: createSeal({ current: 'k', keys: new Map([['k', Buffer.alloc(32, 9)]]) }),
    words: shippedIdentityTexts.words,
    record: (event) => Promise.resolve(void events.push(event)),
  });
  let pushes = 0;
  /** a message of its own each time */
  const check = (who: CustomerId, code: string) => challenges.check(who, code, `m:${++pushes}`);
  return { challenges, check, events, wait: (ms: number) => (now += ms) };
}

describe('a code that an agent says', () => {
  it('tells the customer once who is behind it, since when and about what', async () => {
    const { challenges, check } = open();
    const { code } = await challenges.issue(customer, wang);

    expect(await check(customer, code)).toEqual({ kind: 'confirmed', by: wang, since: new Date(noon) });
    expect(await check(customer, code)).toEqual({ kind: 'notConfirmed' });
  });

  it('has six digits', async () => {
    const { challenges } = open();

    expect((await challenges.issue(customer, wang)).code).toMatch(/^\d{6}$/);
  });

  it('means nothing from another customer, after ten minutes, or once taken back', async () => {
    const { challenges, check, wait } = open();
    const first = await challenges.issue(customer, wang);
    expect(await check(toCustomerId('c2'), first.code)).toEqual({ kind: 'notConfirmed' });
    wait(validMs);
    expect(await check(customer, first.code)).toEqual({ kind: 'notConfirmed' });

    const second = await challenges.issue(customer, wang);
    await challenges.revoke(customer, asked);

    expect(await check(customer, second.code)).toEqual({ kind: 'notConfirmed' });
  });

  it('gives the same answer to the same message handled again, and counts it once', async () => {
    const { challenges, check, events } = open();
    const { code } = await challenges.issue(customer, wang);
    const first = await challenges.check(customer, code, 'm:same');

    expect(await challenges.check(customer, code, 'm:same')).toEqual(first);
    expect(await check(customer, code)).toEqual({ kind: 'notConfirmed' });
    expect(events.filter(({ kind }) => kind === 'challenge.confirmed')).toHaveLength(1);
  });

  it('leaves no ten minutes with a sixth try, also over the edge of two windows', async () => {
    const { challenges, check, wait } = open();
    const { code } = await challenges.issue(customer, wang);
    const wrong = code === '000000' ? '000001' : '000000';
    wait(validMs - 60_000);
    for (let i = 0; i < triesPerWindow; i++) await check(customer, wrong);
    wait(59_000);

    expect(await check(customer, code)).toEqual({ kind: 'notConfirmed' });
  });

  it('can’t be guessed: after five tries the right one is refused like the wrong ones, and an alarm is on record', async () => {
    const { challenges, check, events } = open();
    const { code } = await challenges.issue(customer, wang);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < triesPerWindow; i++) await check(customer, wrong);

    expect(await check(customer, code)).toEqual({ kind: 'notConfirmed' });
    expect(events.map(({ kind }) => kind)).toContain('challenge.guessing');
  });
});

describe('a word that a caller must know', () => {
  it('is seen by the first agent who asks for it, again by him, and by no colleague', async () => {
    const { challenges } = open();
    const word = await challenges.giveWord(customer);

    expect(word).toMatch(/^\p{Script=Han}{3,8} \d{3}$/u);
    expect(await challenges.wordFor(customer, asked)).toMatchObject({ word });
    expect(await challenges.wordFor(customer, asked)).toMatchObject({ word });
    expect(await challenges.wordFor(customer, { id: toAgentId('other'), employeeNumber: '1002' })).toBeUndefined();
  });

  it('is gone after ten minutes, and is never another customer’s', async () => {
    const { challenges, wait } = open();
    await challenges.giveWord(customer);

    expect(await challenges.wordFor(toCustomerId('c2'), asked)).toBeUndefined();
    wait(validMs);
    expect(await challenges.wordFor(customer, asked)).toBeUndefined();
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
