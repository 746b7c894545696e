import type { Entry } from '../domain/knowledge.ts';
import type { ReplyKey } from '../domain/replies.ts';
import { dangerTalkIn, isDoneAsTold, type DangerTalk } from './danger-words.ts';
import { spokenOf, underTalk } from './matter.ts';
import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

/** How long a customer still talks about the emergency that he was answered about. */
const patienceMs = 15 * 60_000;

/** The emergency that the customer was told what to do about a moment ago. */
export function dangerOf(scene: Pick<Scene, 'customer' | 'entry' | 'now'>): Entry | undefined {
  const { entry, agoMs } = underTalk(scene) ?? {};
  return entry?.priority === 'urgent' && agoMs !== undefined && agoMs <= patienceMs ? entry : undefined;
}

const answers = {
  false: 'dangerFalse',
  calling: 'dangerCalling',
  safe: 'dangerSafe',
  recover: 'dangerRecover',
  family: 'dangerFamily',
  line: 'dangerLine',
  noApp: 'dangerNoApp',
  cards: 'dangerCards',
  seen: 'dangerSeen',
  truth: 'dangerTruth',
  done: 'dangerDone',
} as const satisfies Record<DangerTalk, ReplyKey>;

/** What an emergency's victim asks while it goes on; the same is said beside an urgent ticket. */
export function dangerAnswer({ say, heard }: Scene): string | undefined {
  const talk = dangerTalkIn(heard.text);
  return talk && say(answers[talk]);
}

/** What is said where nothing else fits, each once. */
const calls = ['missInDanger', 'missInDangerAgain', 'missInDangerStill'] as const;

/** Whoever is losing money is not told that he was not understood: what to do stands, and a person is offered at once. */
export function stayInDanger(scene: Scene, { id }: Entry): Turn {
  const { say, customer, heard, now } = scene;
  const { told = [] } = underTalk(scene)?.matter ?? {};
  const talk = dangerTalkIn(heard.text);
  const answer = talk && answers[talk];
  if (talk === 'false') return noDanger(scene);
  // A question is answered again, but not twice in a row.
  const own = answer === told.at(-1) ? undefined : answer;
  const key = own ?? calls.find((call) => !told.includes(call)) ?? 'missInDangerStill';
  return {
    text: say(key),
    acts: [{ kind: 'note-miss', band: 'hand_over', candidates: [] }],
    next: {
      misses: customer.misses + 1,
      dialogue: spokenOf(id, { told, key, now }),
    },
    because: 'miss.danger',
  };
}

/** It was the customer's own payment after all; what he asks next is mostly how to stop the next one. */
function noDanger({ say, entry, now }: Scene): Turn {
  const about = entry('autopay');
  const dialogue = about ? ({ kind: 'answered', entry: about.id, since: now } as const) : idle;
  return { text: say(answers.false), next: { dialogue, misses: 0 }, because: 'danger.false' };
}

/**
 * Whether what the matcher made of a message leads away from the emergency: 里面绑了好几张卡 does not ask how a card is
 * bound, nor 已经冻结了 how that is undone. A title that was tapped, a rule, and what belongs to the emergency don't.
 */
export function leadsAway(scene: Scene, danger: Entry): boolean {
  const { understanding, text } = scene.heard;
  if (isDoneAsTold(text)) return true;
  const found = understanding.entry === undefined ? undefined : scene.entry(understanding.entry);
  if (understanding.rule !== undefined) return understanding.intent === 'verify_agent';
  if (!found || understanding.score === 1) return false;
  return found.priority !== 'urgent' && !danger.related.includes(found.id);
}
