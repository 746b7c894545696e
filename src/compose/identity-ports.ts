import { createChallengeCustomer } from '../actions/challenge-customer.ts';
import { createOpenEvidence } from '../actions/open-evidence.ts';
import { createWatchList } from '../actions/watch-list.ts';
import type { IdentityPorts } from '../domain/desk-identity.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Core } from './core.ts';

/** What the desk's routes of identity call. */
export function createIdentityPorts({
  core,
  clock,
  logger,
}: {
  core: Core;
  clock: Clock;
  logger: Logger;
}): IdentityPorts {
  const { identity, findIn, events } = core;
  const shared = { ...core, ...identity, record: events.record, clock };
  return {
    ...createChallengeCustomer(shared),
    ...createWatchList({
      ...shared,
      indicatorsIn: identity.answer.indicatorsIn,
      namesOurs(text) {
        const { links, contacts } = findIn(text);
        return [...links, ...contacts].some(({ official }) => official);
      },
      tell: () =>
        void core.tellAskers().catch((err: unknown) => logger.error({ err }, 'earlier askers wait to be told')),
    }),
    ...createOpenEvidence(shared),
  };
}
