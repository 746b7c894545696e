import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import type { EventInput } from '../domain/event.ts';
import type { Evidence } from '../domain/identity.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { CallStaff } from '../domain/page.ts';
import { aboutIndicator } from '../actions/watch-list.ts';
import { createIdentityAnswer } from '../identity/answer.ts';
import { createAskersStore } from '../identity/askers-store.ts';
import type { ChallengeEvent } from '../identity/challenge.ts';
import { createChallengesStore } from '../identity/challenges-store.ts';
import { createChallenges, validMs } from '../identity/challenges.ts';
import { createEvidenceStore } from '../identity/evidence-store.ts';
import { createIndicatorsStore } from '../identity/indicators-store.ts';
import { createOpeningsStore } from '../identity/openings-store.ts';
import { createPhrasesStore } from '../identity/phrases-store.ts';
import type { FindIn } from '../identity/registry.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { createSeal, deriveKey, type SealKeys } from '../lib/seal.ts';
import type { Store } from '../store/connect.ts';

export type IdentityDeps = {
  readonly config: Config;
  readonly connection: Store['connection'];
  /** the secret that all instances share: hashes and seals are made with keys of it */
  readonly secret: string;
  readonly findIn: FindIn;
  readonly record: (event: EventInput) => Promise<void>;
  readonly callStaff: CallStaff;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** Who is who: challenges, the watch list, evidence and phrases, over one store. */
export function createIdentity({ config, connection, secret, findIn, record, callStaff, clock, logger }: IdentityDeps) {
  const seal = createSeal(sealKeys(config, secret));
  const indicators = createIndicatorsStore({ connection, key: deriveKey(secret, 'indicators') });
  const challengesStore = createChallengesStore({ connection });
  const phrases = createPhrasesStore({ connection });
  const askers = createAskersStore({ connection });
  const answer = createIdentityAnswer({
    registry: config.registry,
    texts: config.identityTexts,
    findIn,
    hashOf: indicators.hashOf,
  });
  const challenges = createChallenges({
    store: challengesStore,
    clock,
    key: deriveKey(secret, 'challenges'),
    seal,
    record: recordChallenge,
    words: config.identityTexts.words,
  });

  async function recordChallenge({ kind, customer, employeeNumber, ticket }: ChallengeEvent): Promise<void> {
    const isAgents = kind === 'challenge.issued' || kind === 'challenge.revoked' || kind.startsWith('challenge.word_r');
    const actor =
      isAgents && employeeNumber !== undefined
        ? ({ kind: 'agent', id: employeeNumber } as const)
        : ({ kind: 'customer', id: customer } as const);
    const codes = employeeNumber === undefined || isAgents ? [] : [employeeNumber];
    await record({ kind, customer, actor, codes, ...(ticket && { ticket }) });
    if (kind !== 'challenge.guessing') return;
    logger.error({ kind }, 'somebody may be guessing a code: five wrong tries');
    const id = `guessing:${customer}:${Math.floor(clock().getTime() / validMs)}`;
    await callStaff({ id, to: 'lead', kind: 'challenge_guessing', codes: [], customer });
  }

  /** What a report's text names, under seal. */
  function evidenceIn(text: string): Evidence[] {
    return answer.indicatorsIn(text).map(({ kind, indicator, value }) => ({
      kind,
      indicator,
      sealed: seal.seal(value, aboutIndicator(indicator)),
    }));
  }

  const sealPhrase = (phrase: string, customer: CustomerId) => seal.seal(phrase, aboutPhrase(customer));

  async function phraseOf(customer: CustomerId): Promise<string | undefined> {
    const sealed = await phrases.of(customer);
    return sealed && seal.open(sealed, aboutPhrase(customer));
  }

  return {
    ...{ seal, indicators, askers, phrases, challenges, answer },
    ...{ evidenceIn, sealPhrase, phraseOf },
    evidence: createEvidenceStore({ connection }),
    openings: createOpeningsStore({ connection }),
  };
}

export type Identity = ReturnType<typeof createIdentity>;

function aboutPhrase(customer: CustomerId): string {
  return `phrase:${customer}`;
}

/** The configured keys by a fingerprint of each; without one, a key of the store's own secret. */
function sealKeys({ sealKeys: configured }: Config, secret: string): SealKeys {
  const own = deriveKey(secret, 'seals');
  const keys = [...configured.map((key) => deriveKey(key, 'seals')), own].map(
    (key) => [fingerprint(key), key] as const,
  );
  return { current: keys[0]?.[0] ?? '', keys: new Map(keys) };
}

function fingerprint(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
