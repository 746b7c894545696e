import path from 'node:path';
import type { Config } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { createAdmit, type AdmitDeps } from '../pipeline/admit.ts';
import { createBounded } from '../pipeline/bounded.ts';
import { createDecide } from '../pipeline/decide.ts';
import { createFindSplit } from '../pipeline/find-split.ts';
import { createGather } from '../pipeline/gather.ts';
import { createHandle } from '../pipeline/handle.ts';
import { createLateAnswers } from '../pipeline/late-answers.ts';
import { createLatePushes } from '../pipeline/late-pushes.ts';
import { createLook } from '../pipeline/look.ts';
import { createProve } from '../pipeline/prove.ts';
import { createReceive, type ReceiveDeps } from '../pipeline/receive.ts';
import { createOpening } from '../pipeline/opening.ts';
import { createUnderstand } from '../pipeline/understand.ts';
import { isFewWords, remembering } from '../lib/remembering.ts';
import { describeHours } from '../knowledge/hours.ts';
import { faultAnnounced, noticeLineOn, noticesText } from '../knowledge/notices.ts';
import { openAt } from '../knowledge/open-at.ts';
import { createPlace } from '../queue/place.ts';
import { offersPicture } from '../identity/picture-talk.ts';
import { isOnlyContact } from '../identity/whose.ts';
import { offersPapers } from '../safety/papers-offered.ts';
import { createSplitWatch } from '../safety/split-watch.ts';
import { createDurableFolder } from '../store/durable-folder.ts';
import { createCipher } from '../wechat/cipher.ts';
import { createReplayGuard } from '../wechat/replay-guard.ts';
import type { Core } from './core.ts';
import { createEntryLink } from './entry-link.ts';
import type { Understood } from './understanding.ts';

export type ConversationDeps = {
  readonly config: Config;
  readonly core: Core;
  readonly understood: Understood;
  /** seals the pushes that lie on disk while the store does not take them: 32 bytes */
  readonly latePushesKey: Buffer;
  /** whether the store takes a small write now */
  readonly takesWrites: () => Promise<boolean>;
  /** whether nothing else came in an envelope at any instance, where that has to be asked */
  readonly admitsEverywhere: AdmitDeps['everywhere'] | undefined;
  readonly count: ReceiveDeps['count'];
  readonly admitsAddress: ReceiveDeps['admitsAddress'];
  readonly clock: Clock;
  readonly logger: Logger;
};

/** A store that answers at all takes a thousand in well under a second: more than this is a store that does not. */
const mostUnderWay = 4_000;

/** A message's way, stage after stage, from WeChat's POST to the stored answer; and what brings those that came to be late. */
export function createConversation({
  config,
  core,
  understood,
  latePushesKey,
  takesWrites,
  admitsEverywhere,
  count,
  admitsAddress,
  clock,
  logger,
}: ConversationDeps) {
  const { say, redact, scamSigns, tickets, numbers, customers, settle } = core;
  const tricks = new Map(config.safety.tricks.map(({ id, warning, next }) => [id, `${warning}\n${next}`]));
  const links = config.behaviour.tappableWords;

  const { judge, tell, certificationFor } = core.identity.answer;
  const { challenges, indicators, evidenceIn, sealPhrase } = core.identity;
  const look = createLook({
    ...{ say, scamSigns, judge, isOnlyContact, certificationFor, offersPapers, offersPicture },
    warningOf: (trick) => tricks.get(trick),
  });
  const lookAtWords = remembering((text) => look(text, []), {
    keeps: (text, { judged }) => judged.length === 0 && isFewWords(text),
  });
  // Where there was a secret, nothing of its text is kept.
  const redactWords = remembering(redact, { keeps: (text, { findings }) => findings.length === 0 && isFewWords(text) });
  const hear = createUnderstand({
    redact: redactWords,
    menuKey: understood.menuKey,
    understandText: understood.understandText,
    look: (text, secrets) => (secrets.length === 0 ? lookAtWords(text) : look(text, secrets)),
    findSplit: createFindSplit(createSplitWatch({ redact: redactWords })),
    evidenceIn,
    sealPhrase,
  });
  const gather = createGather({
    openCases: core.cases.openOf,
    firstDue: core.cases.firstDue,
    ticket: tickets.get,
    place: createPlace({ ahead: tickets.ahead, claimedSince: tickets.claimedSince, clock }),
    nextNumber: numbers.next,
    countsOf: indicators.countsOf,
    entry: understood.entry,
  });
  const decide = createDecide({
    hear,
    gather,
    entry: understood.entry,
    entryOf: understood.entryOf,
    menu: understood.menu,
    say,
    hours: { text: describeHours(config.hours), open: (at) => openAt(config.hours, at) },
    channels: channelLines(config),
    linkTo: core.ticketLink.linkTo,
    prove: createProve({ texts: config.identityTexts, check: challenges.check, giveWord: challenges.giveWord }),
    tell,
    notices: (at) => noticesText(understood.notices(), at),
    noticeOn: (topic, at) => noticeLineOn(understood.notices(), topic, at),
    faultKnown: (at) => faultAnnounced(understood.notices(), at),
    entryLink: createEntryLink({ publicUrl: config.publicUrl, findIn: core.findIn }),
    links,
    clock,
  });
  const lateAnswers = createLateAnswers({
    send: core.sendLate,
    recall: core.recallLate,
    onError: (err) => logger.error({ err }, 'a late answer was lost'),
  });
  const handle = createHandle({
    customers,
    decide: createOpening({ opening: config.behaviour.opening, say }, decide),
    async waiting(openId) {
      const entries = await core.outbox.waiting(openId);
      return Promise.all(
        entries.map(async (entry) => ({ ...entry, message: await core.fillPhrase(openId, entry.message) })),
      );
    },
    windowRules: config.behaviour.windowRules,
    onStored: settle.onStored,
    onRepeat: lateAnswers.storedBefore,
    clock,
  });
  const { appId, tokens, aesKeys, mode } = config.account;
  const { admits: here } = createReplayGuard({ clock });
  const unsure = (err: unknown) => logger.warn({ err }, 'not known whether an envelope was used elsewhere');
  const handleSome = createBounded(handle, mostUnderWay);
  const latePushes = createLatePushes({
    folder: createDurableFolder(path.join(config.dataDir, 'late-pushes')),
    dead: createDurableFolder(path.join(config.dataDir, 'late-pushes-dead')),
    key: latePushesKey,
    handle: handleSome,
    // What was acknowledged is not repeated: nothing comes before the outbox.
    send: (push, record) => core.sendLate(push, record, false),
    ...{ takesWrites, callStaff: core.callStaff, clock },
    onSetAside: (pushes) => logger.error({ pushes }, 'late pushes were set aside'),
    onError: (err) => logger.error({ err }, 'a late push is not stored yet, it will be tried again'),
  });
  const receive = createReceive({
    sealing: { mode, tokens, cipher: createCipher({ appId, keys: aesKeys }) },
    admitsAddress,
    admits: admitsEverywhere ? createAdmit({ here, everywhere: admitsEverywhere, onError: unsure }) : here,
    handle: handleSome,
    ...{ lateAnswers, latePushes, count, logger, clock },
  });
  return { receive, latePushes };
}

/** The official channels as a customer reads them, one a line. */
function channelLines({ registry }: Config): string {
  return registry.channels.map(({ name, value }) => `· ${name}：${value}`).join('\n');
}
