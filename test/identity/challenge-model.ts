import fc from 'fast-check';
import type { Challenger, ChallengeEvent, ChallengeStore } from '../../src/identity/challenge.ts';
import { createChallenges, triesPerWindow, validMs } from '../../src/identity/challenges.ts';
import { createSeal } from '../../src/lib/seal.ts';
import { toAgentId, toCustomerId } from '../../src/domain/ids.ts';

const agents = ['a1', 'a2', 'a3'].map((id): Challenger => ({
  agent: toAgentId(id),
  name: id,
  employeeNumber: `10${id}`,
  matter: `K-${id}`,
}));
const seal = createSeal({ current: 'k', keys: new Map([['k', Buffer.alloc(32, 9)]]) });
const start = Date.UTC(2026, 10, 22, 4);
/** So few codes that guesses hit now and then: what is tested is who may be confirmed, not luck. */
const codes = 6;

const who = fc.nat({ max: 2 });
const step = fc.oneof(
  fc.record({ do: fc.constant('issue' as const), agent: who, customer: who }),
  fc.record({ do: fc.constant('use' as const), customer: who }),
  fc.record({ do: fc.constant('guess' as const), customer: who, code: fc.nat({ max: codes - 1 }) }),
  fc.record({ do: fc.constant('replay' as const), customer: who, of: who }),
  fc.record({ do: fc.constant('revoke' as const), agent: who, customer: who }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 12 }) }),
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
export const steps = (most: number) => fc.array(step, { minLength: 2, maxLength: most });

type Live = { code: string; by: Challenger; until: number };

/** Plays a sequence against the real thing and against what ought to be true. @returns what was confirmed wrongly */
export async function play(
  sequence: readonly Step[],
  store: ChallengeStore,
  names: readonly string[],
): Promise<string[]> {
  let now = start;
  const faults: string[] = [];
  const live = new Map<number, Live>();
  const last = new Map<number, string>();
  const tries = new Map<number, number[]>();
  let pushes = 0;
  const events: ChallengeEvent[] = [];
  const challenges = createChallenges({
    store,
    clock: () => new Date(now),
    key: Buffer.alloc(32, 7),
    seal,
    words: { first: ['a'], second: ['b'] },
    record: (event) => Promise.resolve(void events.push(event)),
    random: () => (now / 60_000 + events.length) % codes,
  });
  const customers = names.map((name) => toCustomerId(name));

  async function send(customer: number, code: string): Promise<void> {
    const id = customers[customer] ?? toCustomerId('');
    const recent = (tries.get(customer) ?? []).filter((at) => now - at < validMs);
    const spent = recent.length + 1;
    tries.set(customer, spent <= triesPerWindow ? [...recent, now] : recent);
    const known = live.get(customer);
    const mayConfirm = spent <= triesPerWindow && known?.code === code && now < known.until;
    const push = `m:${++pushes}`;
    const answer = await challenges.check(id, code, push);
    // The same push handled again, as after a lost race: the same answer, and no try more.
    const again = await challenges.check(id, code, push);
    if (again.kind !== answer.kind) faults.push(`${answer.kind}, then ${again.kind} to the same push`);
    const isRight = answer.kind === 'confirmed' ? mayConfirm && answer.by.agent === known.by.agent : !mayConfirm;
    if (!isRight) faults.push(`${JSON.stringify(answer)} to ${code}, alive: ${JSON.stringify(known)}, try ${spent}`);
    if (mayConfirm) live.delete(customer);
  }

  for (const each of sequence) {
    if (each.do === 'wait') now += each.minutes * 60_000;
    else if (each.do === 'issue') {
      const by = agents[each.agent] ?? agents[0];
      const id = customers[each.customer];
      if (!by || !id) continue;
      const { code, expiresAt } = await challenges.issue(id, by);
      live.set(each.customer, { code, by, until: expiresAt.getTime() });
      last.set(each.customer, code);
    } else if (each.do === 'revoke') {
      const id = customers[each.customer];
      const agent = agents[each.agent]?.agent;
      if (!id || !agent) continue;
      await challenges.revoke(id, { id: agent, employeeNumber: '1' });
      if (live.get(each.customer)?.by.agent === agent) live.delete(each.customer);
    } else if (each.do === 'use') await send(each.customer, last.get(each.customer) ?? '000000');
    else if (each.do === 'replay') await send(each.customer, last.get(each.of) ?? '000000');
    else await send(each.customer, String(each.code).padStart(6, '0'));
  }
  if (events.filter(({ kind }) => kind === 'challenge.confirmed').length > sequence.length)
    faults.push('too many events');
  return faults;
}
