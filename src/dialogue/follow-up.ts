import type { Entry } from '../domain/knowledge.ts';
import type { ReplyKey } from '../domain/replies.ts';
import { answerEntry } from './answer-entry.ts';
import { dangerOf, leadsAway, stayInDanger } from './danger.ts';
import { asksFeeFirst, hasComplied, isNotMine } from './danger-words.ts';
import { followUpIn, type FollowUp } from './follow-up-words.ts';
import { fraudTopic } from './fraud-topic.ts';
import { spokenOf, underTalk, type UnderTalk } from './matter.ts';
import type { Scene } from './scene.ts';
import { goesOnSuspecting, stayInSuspicion } from './suspicion.ts';
import { idle, type Turn } from './turn.ts';

/** So long a few words without a matter of their own belong to the one under talk. */
const patienceMs = 30 * 60_000;
/** Who waits comes back days later: 还没到. */
const longPatienceMs = 3 * 24 * 3600_000;
const comeLater: readonly FollowUp[] = ['late', 'stuck', 'over'];

/** Articles about ourselves: hours, ways to reach us. */
const serviceTopic = 'service';
/** What to do when an impostor got what he wanted. */
export const scammedEntry = 'scammed-transfer';
/** What stands beside a matter that cheats make use of. */
const scamsEntry = 'scam-kinds';

const answers = {
  yes: 'followYes',
  over: 'followOver',
  drop: 'dropped',
  why: 'followWhy',
  send: 'followSend',
  back: 'followBack',
  late: 'followLate',
  stuck: 'followStuck',
  how: 'followHow',
  upset: 'followUpset',
  detail: 'followDetail',
} as const satisfies Record<FollowUp, ReplyKey>;

/** Answers what only adds to the matter under talk; undefined for what stands for itself. */
export function followUp(scene: Scene): Turn | undefined {
  if (scene.heard.kind !== 'text' || scene.heard.warnings.length > 0) return undefined;
  const danger = dangerOf(scene);
  if (danger) return leadsAway(scene, danger) ? stayInDanger(scene, danger) : undefined;
  const under = underTalk(scene);
  return !under || standsAlone(scene) ? undefined : addedTo(scene, under);
}

function addedTo(scene: Scene, under: UnderTalk): Turn | undefined {
  const { entry, agoMs } = under;
  const kind = followUpIn(scene.heard.text, aboutOf(entry));
  const isFresh = agoMs <= patienceMs;
  if (!isFresh) return kind && mayComeLater(kind, agoMs) ? stayWith(scene, under, kind) : undefined;
  const graver = turnedGrave(scene, entry);
  if (graver) return answerEntry(scene, graver);
  if (goesOnSuspecting(scene, under, kind)) return stayInSuspicion(scene, under);
  if (kind) return stayWith(scene, under, kind);
  return byMatch(scene, under);
}

/** No words of a follow-up, but the matcher leads back to the matter, or to what often comes next. */
function byMatch(scene: Scene, under: UnderTalk): Turn | undefined {
  const { entry } = under;
  if (isSameAgain(scene, entry)) return again(scene, under, 'yes');
  const next = nextOf(scene, entry);
  return next?.id === entry.id ? again(scene, under, 'detail') : next && answerEntry(scene, next);
}

/** 周末呢, after the opening hours: there is nothing to look into, the answer stands in the article. */
function again(scene: Scene, under: UnderTalk, kind: FollowUp): Turn {
  return under.entry.topic === serviceTopic ? answerEntry(scene, under.entry) : stayWith(scene, under, kind);
}

/** Few words that name no matter, where none is under talk either. */
export function withoutMatter(scene: Scene): Turn | undefined {
  switch (followUpIn(scene.heard.text, '')) {
    case 'over':
      return isOver(scene);
    case 'send':
      return { text: scene.say('followSend'), because: 'follow.send' };
    case 'upset':
      return { text: scene.say('upset'), because: 'upset' };
    default:
      return undefined;
  }
}

/** As in a follow-up, where a warning stands before the answer already. */
export function turnedGraveNow(scene: Scene): Entry | undefined {
  const under = underTalk(scene);
  return under && under.agoMs <= patienceMs ? turnedGrave(scene, under.entry) : undefined;
}

/** What was only asked about turns out to be theft or fraud: 我没花过, after 余额显示不对. */
function turnedGrave({ heard: { text }, entry }: Scene, { topic, related }: Entry): Entry | undefined {
  if (topic === fraudTopic && hasComplied(text)) return entry(scammedEntry);
  if (related.includes(scamsEntry) && asksFeeFirst(text)) return entry(scammedEntry);
  if (!isNotMine(text)) return undefined;
  return related
    .flatMap((id) => entry(id) ?? [])
    .find(({ intent, priority }) => intent === 'theft' && priority === 'urgent');
}

/** Alarms, rules and tapped titles are heard for themselves, and so is what is urgent. */
function standsAlone({ heard: { understanding } }: Scene): boolean {
  const { rule, score, priority, candidates } = understanding;
  return rule !== undefined || priority === 'urgent' || (score === 1 && candidates.length === 0);
}

/** 能教我吗, right after the article that it finds: to send the article again would answer nothing. */
function isSameAgain({ heard: { text, understanding } }: Scene, entry: Entry): boolean {
  return understanding.entry === entry.id && text.length <= fewCharacters && !aboutOf(entry).includes(text.trim());
}

const fewCharacters = 8;

function mayComeLater(kind: FollowUp, agoMs: number): boolean {
  return comeLater.includes(kind) && agoMs <= longPatienceMs;
}

function aboutOf({ title, questions }: Entry): string {
  return [title, ...questions].join('\n');
}

/** 支付的, after 忘记登录密码: of what it may mean, that which often comes next. What is urgent nobody is led to by chance. */
function nextOf({ heard: { understanding }, entry }: Scene, { id, related }: Entry): Entry | undefined {
  if (understanding.entry !== undefined) return undefined;
  const likeliest = understanding.candidates.find((candidate) => candidate === id || related.includes(candidate));
  const next = likeliest === undefined ? undefined : entry(likeliest);
  return next?.priority === 'urgent' ? undefined : next;
}

function stayWith(scene: Scene, { matter, entry }: UnderTalk, kind: FollowUp): Turn {
  const { say, now, customer } = scene;
  if (kind === 'over') return isOver(scene);
  if (kind === 'drop') return isDropped(scene);
  const { told = [] } = matter;
  const key = keyFor(kind, entry, told);
  const steps = (entry.steps ?? []).map((step, index) => `${index + 1}. ${step}`).join('\n');
  return {
    text: say(key, { title: entry.title, steps, time: timeIn(entry.answer) }),
    next: {
      misses: customer.misses,
      dialogue: spokenOf(entry.id, { told, key, now }),
    },
    because: `follow.${kind}`,
  };
}

export function isDropped({ say }: Scene): Turn {
  return { text: say('dropped'), next: { dialogue: idle, misses: 0 }, because: 'follow.dropped' };
}

function isOver({ say }: Scene): Turn {
  return { text: say('followOver'), next: { dialogue: idle, misses: 0 }, because: 'follow.over' };
}

/** Nothing is said twice while there is something else to say. */
function keyFor(kind: FollowUp, entry: Entry, told: readonly string[]) {
  const own = kind === 'late' && timeIn(entry.answer) !== '' ? 'followTime' : answers[kind];
  const key = own === 'followHow' && entry.steps === undefined ? 'followStuck' : own;
  if (!told.includes(key)) return key;
  return told.includes('followAgain') ? 'followNoted' : 'followAgain';
}

/** The sentence of an answer that says how long it takes; '' where none does. */
export function timeIn(answer: string): string {
  const sentences = answer.split(/[。；\n]/).map((sentence) => sentence.replace(/^\d\. /, '').trim());
  return sentences.find((sentence) => takesTime.test(sentence) && sentence.length <= 60) ?? '';
}

const takesTime = /\d\s*个?(?:分钟|小时|工作日|自然日|天)/;
