import { describe, expect, it } from '@jest/globals';
import type { Timed } from '../../src/queue/deadlines.ts';
import { isKnownTopic, minutesFor, skillOf, topicsOf } from '../../src/queue/plan.ts';
import { deadlinesOf, planWith } from '../support/queue.ts';

const start = new Date('2026-11-23T02:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const plan = planWith({
  routing: { skills: { money: ['pay', 'refund'] } },
  sla: { tiers: { 2: { claim: 30 } }, topics: { money: { claim: 4 }, refund: { reply: 2 } } },
});
const { dueTimes, nextAt, dutyAt } = deadlinesOf(plan);
const waiting: Timed = {
  ...{ state: 'queued', move: 'ours', topic: 'other', tier: 1 },
  ...{ queuedAt: start, clockAt: start },
};
const serving = { ...waiting, state: 'serving' } as const;

describe('what is promised', () => {
  it('is a time to claim while it waits, to answer while the move is ours, to solve while it lasts', () => {
    expect(dueTimes(waiting)).toEqual({ claimBy: after(10), solveBy: after(100) });
    expect(dueTimes(serving)).toEqual({ replyBy: after(10), solveBy: after(100) });
    expect(dueTimes({ ...serving, move: 'customer' })).toEqual({ solveBy: after(100) });
    expect(dueTimes({ ...waiting, state: 'closed' })).toEqual({});
  });

  it('is warned of at 70 %, missed at the end, and then nothing more', () => {
    expect(nextAt(waiting)).toEqual(after(7));
    expect(dutyAt(waiting, after(6.9))).toBeUndefined();
    expect(dutyAt(waiting, after(7))).toEqual({ kind: 'warned', clock: 'claim' });
    const warned = { ...waiting, marks: { claim: 'warned' } } as const;
    expect(dutyAt(warned, after(9.9))).toBeUndefined();
    expect(dutyAt(warned, after(10))).toEqual({ kind: 'missed', clock: 'claim' });
    expect(nextAt({ ...waiting, marks: { claim: 'missed' } })).toEqual(after(70));
  });

  it('lasts for solving at least as long as what the customer was promised', () => {
    expect(dueTimes({ ...serving, promisedAt: after(500) }).solveBy).toEqual(after(500));
    expect(dueTimes({ ...serving, promisedAt: after(50) }).solveBy).toEqual(after(100));
  });

  it('goes by topic, then skill, then tier, then what is usual', () => {
    expect(minutesFor(plan, { topic: 'pay', tier: 2 })).toEqual({ claim: 4, reply: 10, solve: 100 });
    expect(minutesFor(plan, { topic: 'refund', tier: 1 })).toEqual({ claim: 10, reply: 2, solve: 100 });
    expect(minutesFor(plan, { topic: 'other', tier: 2 })).toEqual({ claim: 30, reply: 10, solve: 100 });
  });
});

describe('what else is due', () => {
  it('is waking, an offer that nobody took up, a ticket that nobody answered', () => {
    const snoozed = { ...waiting, state: 'snoozed', snoozedUntil: after(5) } as const;
    const owner = { id: '', name: '', employeeNumber: '' } as never;
    const assigned = { ...waiting, state: 'assigned', move: 'customer' } as const;
    expect(dutyAt(snoozed, after(5))).toEqual({ kind: 'wake' });
    expect(dutyAt({ ...assigned, offer: { by: owner, at: start, expiresAt: after(3) } }, after(3))).toEqual({
      kind: 'expire',
    });
    expect(dutyAt(assigned, after(14))).toBeUndefined();
    expect(dutyAt(assigned, after(15))).toEqual({ kind: 'untouched' });
  });
});

describe('skills', () => {
  it('cover their topics; a topic without one is a skill of its own; none means all', () => {
    expect(topicsOf(plan.routing, ['money', 'card'])).toEqual(['money', 'pay', 'refund', 'card']);
    expect(topicsOf(plan.routing, [])).toBeUndefined();
    expect([skillOf(plan.routing, 'pay'), skillOf(plan.routing, 'card')]).toEqual(['money', 'card']);
  });

  it.each([
    ['money', true],
    ['refund', true],
    ['card', false],
    ['constructor', false],
  ])('are known by their names: %s', (name, isKnown) => {
    expect(isKnownTopic(plan.routing, name)).toBe(isKnown);
  });
});
