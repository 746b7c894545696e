import type { Restraint } from '../domain/customer.ts';
import type { Intent } from '../domain/intent.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';
import { dangerOf } from './danger.ts';
import type { MenuAction, Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';
import type { Word } from './words.ts';

/** Words that are heard whatever was decided about a customer: his rights, and what keeps him safe. */
const always: readonly Word[] = ['complaint', 'report', 'verify', 'progress', 'end', 'cancel'];

/** What answers the question whether it helped. */
const surveyed: readonly Word[] = ['solved', 'unsolved', 'skip'];

/** What a tap may ask for then. */
const alwaysTapped: readonly Intent[] = ['theft', 'phishing_report', 'verify_agent', 'complaint', 'progress'];

/** The restraint in force now, if any. */
function restraintOf({ customer: { restraint }, now }: Pick<Scene, 'customer' | 'now'>): Restraint | undefined {
  return restraint && restraint.until > now ? restraint : undefined;
}

/**
 * What remains of a turn for a customer who is muted or blocked: what came in is stored, acts on a live ticket are
 * done, and nothing is said beyond one notice. Let through whole: an emergency, complaints and reports, checking who
 * somebody is, how a matter stands, and for the muted the way to people.
 *
 * @param key of the menu, where the message or event is a tap on it
 */
export function underRestraint(scene: Scene, turn: Turn, key: string | undefined): Turn {
  const restraint = restraintOf(scene);
  if (!restraint) return turn;
  const action = key === undefined ? undefined : scene.menu(key);
  if (isEmergency(scene) || isRight(scene) || isRightToTap(scene, action) || isForm(turn)) return turn;
  return restraint.kind === 'muted' && isForPeople(scene, turn) ? turn : quiet(scene, turn, restraint);
}

/** Theft and fraud are never met with silence, nor is what is said after them. */
function isEmergency(scene: Scene): boolean {
  const { dialogue } = scene.customer;
  const asked = dialogue.kind === 'handoff' && dialogue.priority === 'urgent';
  return asked || scene.heard.understanding.priority === 'urgent' || dangerOf(scene) !== undefined;
}

function isRight({ customer: { dialogue }, heard: { word, wish } }: Scene): boolean {
  if (dialogue.kind === 'form' || dialogue.kind === 'addition') return true;
  // A survey stays open until it is answered: what else is said meanwhile is no answer.
  if (dialogue.kind === 'survey' && word !== undefined && surveyed.includes(word)) return true;
  return wish !== undefined || (word !== undefined && always.includes(word));
}

function isRightToTap(scene: Scene, action: MenuAction | undefined): boolean {
  if (action?.kind === 'entry') return scene.entry(action.entry)?.priority === 'urgent';
  return action?.kind === 'intent' && alwaysTapped.includes(action.intent);
}

function isForm({ next }: Turn): boolean {
  return next?.dialogue?.kind === 'form' || next?.dialogue?.kind === 'addition';
}

function isForPeople({ customer, heard }: Scene, { next }: Turn): boolean {
  return heard.word === 'handoff' || customer.dialogue.kind === 'handoff' || next?.dialogue?.kind === 'handoff';
}

function quiet({ say, customer }: Scene, { acts = [], because }: Turn, restraint: Restraint): Turn {
  const until = shanghaiMinute(restraint.until);
  const notice = say(restraint.kind === 'muted' ? 'mutedNotice' : 'blockedNotice', { until });
  return {
    text: restraint.told ? '' : notice,
    acts: acts.filter(({ kind }) => kind !== 'open-ticket'),
    next: {
      ...(customer.dialogue.kind !== 'idle' && { dialogue: idle }),
      ...(!restraint.told && { restraint: { ...restraint, told: true } }),
    },
    because: `${restraint.kind}.${because}`,
  };
}
