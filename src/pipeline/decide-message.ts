import { answerEntry } from '../dialogue/answer-entry.ts';
import { askBack, miss } from '../dialogue/ask-back.ts';
import { addToComplaint, startComplaint } from '../dialogue/complaint.ts';
import { onCrisis } from '../dialogue/crisis.ts';
import { dangerOf, stayInDanger } from '../dialogue/danger.ts';
import { followUp, isDropped, withoutMatter } from '../dialogue/follow-up.ts';
import { answerForm, startForm } from '../dialogue/form.ts';
import { cancelHandoff, openTicket, startHandoff } from '../dialogue/handoff.ts';
import { addToTicket, endTicket, progress } from '../dialogue/live-ticket.ts';
import { matterIn } from '../dialogue/matter.ts';
import { isOnlySecret, judged } from '../dialogue/judged.ts';
import type { Scene } from '../dialogue/scene.ts';
import { onPhrase, onProof } from '../dialogue/proof.ts';
import { answerSurvey } from '../dialogue/survey.ts';
import { tap } from '../dialogue/tap.ts';
import { idle, type Turn } from '../dialogue/turn.ts';
import { answerVote } from '../dialogue/vote.ts';
import { onWordless } from '../dialogue/wordless.ts';
import type { Word } from '../dialogue/words.ts';
import type { Intent } from '../domain/intent.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';

type Move = (scene: Scene) => Turn | undefined;

/**
 * What the bot does about a message: a life and proof of who is talking first, for they can't wait; then conversations,
 * promised words, a live ticket, what adds to the matter under talk, and what it wants.
 */
export function decideMessage(scene: Scene): Turn {
  const turn = decided(scene);
  const { dialogue } = scene.customer;
  // What was asked in passing is over once something else was said; what the customer was answered about is not.
  if (turn.next?.dialogue !== undefined || (dialogue.kind !== 'asked' && dialogue.kind !== 'addition')) return turn;
  const matter = matterIn(dialogue);
  return { ...turn, next: { dialogue: matter ? { ...matter, kind: 'answered' } : idle, ...turn.next } };
}

function decided(scene: Scene): Turn {
  return (
    onProof(scene) ??
    onPhrase(scene) ??
    onCrisis(scene) ??
    inConversation(scene) ??
    onWord(scene) ??
    onTicket(scene) ??
    onWordless(scene) ??
    onMenuText(scene) ??
    followUp(scene) ??
    onIntent(scene)
  );
}

function inConversation(scene: Scene): Turn | undefined {
  switch (scene.customer.dialogue.kind) {
    case 'idle':
    case 'asked':
      return undefined;
    case 'answered':
      return answerVote(scene);
    case 'handoff':
      return leaves(scene) ? cancelHandoff(scene) : openTicket(scene);
    case 'survey':
      return answerSurvey(scene);
    case 'form':
      return inForm(scene);
    case 'addition':
      return leaves(scene) ? cancelHandoff(scene) : besideDanger(scene, addToComplaint(scene));
  }
}

function leaves({ heard: { word } }: Scene): boolean {
  return word === 'cancel' || word === 'end';
}

function inForm(scene: Scene): Turn | undefined {
  const { word, understanding } = scene.heard;
  if (leaves(scene) || (word === undefined && understanding.intent === 'cancel')) return cancelHandoff(scene);
  // Another promised word, or an emergency told as feedback, is no answer to the form's question: the form is left.
  if (word !== undefined && word !== 'skip' && word !== 'done') return undefined;
  const { dialogue } = scene.customer;
  const emergency = dialogue.kind === 'form' && dialogue.form === 'feedback' && understanding.priority === 'urgent';
  return emergency ? undefined : answerForm(scene);
}

function onWord(scene: Scene): Turn | undefined {
  const { word } = scene.heard;
  return word === undefined ? undefined : byWord[word](scene);
}

const byWord: Readonly<Record<Word, Move>> = {
  contact: menu('help.contact'),
  help: menu('help.centre'),
  handoff,
  complaint: startComplaint,
  feedback: (scene) => startForm(scene, 'feedback'),
  report: (scene) => startForm(scene, 'report'),
  announcement,
  verify,
  progress,
  end: endTicket,
  cancel: nothingTo('nothingToCancel'),
  skip: nothingTo('nothingToSkip'),
  // Outside a form or a survey they are just words.
  done: () => undefined,
  'delete-pictures': ({ say }) => ({
    text: say('picturesDeleted'),
    acts: [{ kind: 'delete-media' }],
    because: 'pictures.deleted',
  }),
  solved: (scene) => (scene.ticket ? undefined : { text: scene.say('thanks'), because: 'thanks' }),
  unsolved: (scene) => (scene.ticket ? undefined : handoff(scene)),
  helped: (scene) => (scene.ticket ? undefined : { text: scene.say('thanks'), because: 'thanks' }),
  unhelped: (scene) => (scene.ticket ? undefined : handoff(scene)),
};

function menu(key: string): Move {
  return (scene) => {
    const action = scene.menu(key);
    return action && tap(scene, action, onTappedIntent);
  };
}

function nothingTo(key: 'nothingToCancel' | 'nothingToSkip'): Move {
  return ({ say }) => ({ text: say(key), next: { dialogue: idle }, because: key });
}

function handoff(scene: Scene): Turn {
  return scene.ticket ? progress(scene) : startHandoff(scene);
}

function farewell({ say }: Scene): Turn {
  return { text: say('farewell'), next: { dialogue: idle, misses: 0 }, because: 'farewell' };
}

function announcement({ say, notices, now }: Scene): Turn {
  const inForce = notices();
  const text = inForce === '' ? say('noAnnouncement', { time: shanghaiMinute(now) }) : inForce;
  return { text, next: { dialogue: idle }, because: 'announcement' };
}

/** Asked whether something is down: what is announced, or that nothing is as of the minute; such questions are counted. */
function isDown(scene: Scene): Turn {
  const { say, notices, faultKnown, now } = scene;
  if (faultKnown()) return announcement(scene);
  const parts = [say('noFaultKnown', { time: shanghaiMinute(now) }), notices()];
  return {
    text: parts.filter(Boolean).join('\n\n'),
    acts: [{ kind: 'asked-if-down' }],
    next: { dialogue: idle, misses: 0 },
    because: 'is_down',
  };
}

function verify(scene: Scene): Turn {
  const { say, channels, heard } = scene;
  // A number or link in the message has been judged already: the warnings say what it is.
  if (heard.warnings.length > 0) return { ...judged(scene), because: 'verify' };
  return { text: say('verifyAgent', { channels }), next: { dialogue: idle }, because: 'verify' };
}

function onTicket(scene: Scene): Turn | undefined {
  const { ticket } = scene;
  if (!ticket) return undefined;
  return besideDanger(scene, withoutPapers(scene, addToTicket(scene, ticket.number)));
}

/** Danger does not wait for the queue: what to do at once is said beside what was noted. */
function besideDanger(scene: Scene, noted: Turn | undefined): Turn | undefined {
  if (!noted || scene.heard.understanding.priority !== 'urgent') return noted;
  const steps = onIntent(scene);
  return { ...noted, text: [steps.text, noted.text].filter(Boolean).join('\n\n'), because: `${noted.because}.urgent` };
}

/** Nobody but the customer sees what is in a picture: with the first he is told what does not belong here. */
function withoutPapers({ heard, customer, say }: Scene, turn: Turn): Turn {
  if (heard.kind !== 'image' || customer.pushes.some((push) => push.in?.kind === 'image')) return turn;
  return { ...turn, text: [say('papersWarning'), turn.text].filter(Boolean).join('\n\n') };
}

/** The text of a menu's choice does what a tap on it does. */
function onMenuText(scene: Scene): Turn | undefined {
  const { menuKey } = scene.heard;
  return menuKey === undefined ? undefined : menu(menuKey)(scene);
}

/** The entry whose question is whether there is a fault: answered with what is announced. */
const downEntry = 'system-down';

/** 我要举报, and what else is the promised word with politeness around it. */
const reportWord = 'word-phishing_report';

function onIntent(scene: Scene): Turn {
  const { entry: id, rule } = scene.heard.understanding;
  if (scene.heard.kind !== 'text') return mediaNoted(scene);
  if (id === downEntry) return isDown(scene);
  const entry = id === undefined || isOnlySecret(scene) ? undefined : scene.entry(id);
  const special = specialOf(scene);
  // A rule knows better than the matcher what to do about its intent.
  if (special && (!entry || rule !== undefined)) return special;
  return entry ? answerEntry(scene, entry) : withoutEntry(scene);
}

function specialOf(scene: Scene): Turn | undefined {
  const { intent, rule } = scene.heard.understanding;
  if (rule === reportWord) return startForm(scene, 'report');
  return intent === undefined ? undefined : byIntent[intent]?.(scene);
}

/** A picture that can't be read is never judged: its QR code is, behind the answer, and its words are asked for as text. */
function mediaNoted({ heard, say }: Scene): Turn {
  if (heard.kind !== 'image') return { text: say('mediaNoted'), because: 'media' };
  return { text: say('pictureNoted'), because: 'media.picture' };
}

/** What was pasted has been judged: to ask which article was meant would blur the verdict. */
function withoutEntry(scene: Scene): Turn {
  if (scene.heard.warnings.length > 0) return judged(scene);
  const danger = dangerOf(scene);
  if (danger) return stayInDanger(scene, danger);
  return withoutMatter(scene) ?? askBack(scene) ?? miss(scene);
}

/** A tap says what is wanted beyond doubt: a form begins at once, everything else is the intent's article. */
export function onTappedIntent(scene: Scene): Turn {
  const { intent } = scene.heard.understanding;
  if (intent === undefined) return miss(scene);
  if (intent === 'phishing_report') return startForm(scene, 'report');
  if (intent === 'feedback') return startForm(scene, 'feedback');
  const special = byIntent[intent]?.(scene);
  if (special) return special;
  const entry = scene.entryOf(intent);
  return entry ? answerEntry(scene, entry) : miss(scene);
}

/** Intents that are no article's. */
const byIntent: Readonly<Partial<Record<Intent, Move>>> = {
  human: handoff,
  complaint: startComplaint,
  help_menu: menu('help.centre'),
  greeting: ({ say }) => ({ text: say('greeting'), next: { misses: 0 }, because: 'greeting' }),
  thanks: ({ say }) => ({ text: say('thanks'), next: { misses: 0 }, because: 'thanks' }),
  progress,
  end: (scene) => (scene.ticket ? endTicket(scene) : farewell(scene)),
  cancel: isDropped,
  skip: nothingTo('nothingToSkip'),
  announcement,
  verify_agent: verify,
  out_of_scope: miss,
};
