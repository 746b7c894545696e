import { toTicketNumber, type TicketNumber } from '../domain/ids.ts';
import { graver, type Priority } from '../domain/intent.ts';
import { lastExchange } from '../domain/push-record.ts';
import { dangerOf } from './danger.ts';
import { fraudTopic } from './fraud-topic.ts';
import { underTalk } from './matter.ts';
import { placeText, waitText } from './place-text.ts';
import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';
import { promisedWord } from './words.ts';

/** What a ticket's summary may have; the transcript has the rest. */
const mostSummary = 200;

/**
 * Asks what the matter is; the next message, whatever it is, opens the ticket. Who was just told what to do about an
 * emergency, and asks for a person, is asked nothing more: his ticket is there at once.
 */
export function startHandoff(scene: Scene): Turn {
  const { say, now, hours, heard } = scene;
  const danger = dangerOf(scene);
  if (danger && scene.numbers.K !== undefined) return openNow(scene, { topic: topicOf(scene, danger.topic) });
  const said = saidBefore(scene);
  const matter = underTalk(scene)?.entry;
  const topic = topicOf(scene, matter?.topic);
  // Who was just warned of a trick asks for a person about it: 转人工 by itself has no urgency of its own.
  const before = matter?.topic === fraudTopic ? matter.priority : 'low';
  const priority = graver(heard.understanding.priority, before);
  const dialogue = { kind: 'handoff', topic, priority, said, since: now } as const;
  const asked = say(said === '' ? 'askMatter' : 'askMatterMore', { hours });
  const text = asksWhoSpeaks.test(heard.text) ? `${say('botSelf')}\n${asked}` : asked;
  return { text, next: { dialogue, misses: 0 }, because: 'handoff.ask' };
}

/** Whether the customer asks if he is talking to a machine: he is told so before he is put through. */
const asksWhoSpeaks = /真人|机器|機器|活人|(?:是不是|是)人[吗么嘛]?\s*[?？]?$/;

/** Whether this message may open a ticket by itself, so that a number is set aside for it. */
export function opensNow(scene: Pick<Scene, 'customer' | 'entry' | 'now' | 'heard'>): boolean {
  const { word, understanding } = scene.heard;
  if (understanding.intent === 'crisis') return true;
  return (word === 'handoff' || understanding.intent === 'human') && dangerOf(scene) !== undefined;
}

export function cancelHandoff({ say }: Scene): Turn {
  return { text: say('cancelled'), next: { dialogue: idle }, because: 'handoff.cancel' };
}

/** Opens the ticket with what was said. */
export function openTicket(scene: Scene): Turn {
  const { customer, heard } = scene;
  if (customer.dialogue.kind !== 'handoff') throw new Error('No handoff is under way');
  const { said, ...before } = customer.dialogue;
  const priority = graver(before.priority, heard.understanding.priority);
  const topic = heard.understanding.entry === undefined ? before.topic : topicOf(scene);
  const matter = heard.word === undefined ? heard.text : '';
  return opened(scene, { topic, priority, said: [said, matter] });
}

type Told = (number: TicketNumber) => string;

/** Opens an urgent ticket with what was said so far, asking nothing. */
export function openNow(scene: Scene, { topic, told }: { topic: string; told?: Told }): Turn {
  const asks = scene.heard.word === 'handoff';
  const said = asks ? [saidBefore(scene)] : [lastWords(scene.customer.pushes), scene.heard.text];
  return opened(scene, { topic, priority: 'urgent', said, ...(told && { told }) });
}

type Opening = {
  readonly topic: string;
  readonly priority: Priority;
  readonly said: readonly string[];
  readonly told?: Told;
};

function opened(scene: Scene, { topic, priority, said, told }: Opening): Turn {
  const number = toTicketNumber(scene.numbers.K ?? '');
  if (!number) throw new Error('A ticket is to be opened without a number set aside');
  const summary = said.filter(Boolean).join(' / ').slice(0, mostSummary);
  return {
    text: told?.(number) ?? openedText(scene, number, priority),
    acts: [{ kind: 'open-ticket', number, topic, priority, ...lifeAtRisk(scene.heard), summary }],
    next: { dialogue: idle, ticket: number, misses: 0 },
    because: 'handoff.open',
  };
}

/** Whether somebody speaks of not wanting to live, as a ticket notes it. */
export function lifeAtRisk({ understanding }: Scene['heard']): { readonly lifeAtRisk?: true } {
  return understanding.intent === 'crisis' ? { lifeAtRisk: true } : {};
}

function openedText(scene: Scene, number: TicketNumber, priority: Priority): string {
  const link = scene.linkTo(number);
  const told = numberText(scene, number, priority);
  return link === undefined ? told : `${told}\n${scene.say('ticketLink', { link })}`;
}

function numberText({ say, place, isOpen, hours }: Scene, number: TicketNumber, priority: Priority): string {
  const facts = { number, place: placeText(place, say), wait: waitText(place, say), hours };
  if (priority === 'urgent') return say('ticketOpenedUrgent', facts);
  return say(isOpen() ? 'ticketOpened' : 'ticketOpenedAfterHours', facts);
}

/** Nobody has to say it twice: what was said with the wish and just before it goes into the ticket. */
function saidBefore({ heard, customer }: Scene): string {
  const before = lastWords(customer.pushes);
  if (heard.word !== undefined) return before;
  // 没用，转人工 names no matter: it is the one before. 转账没到账，转人工 does.
  const own = heard.understanding.entry !== undefined || before === '';
  return own ? heard.text : `${before}，${heard.text}`.slice(-mostSummary);
}

/** Lines before the wish for a person that make up the matter. */
const mostLines = 4;

/** What the customer wrote before asking for a person: one thought often comes in several messages. */
function lastWords(pushes: Scene['customer']['pushes']): string {
  const said = lastExchange(pushes).flatMap(({ in: line }) =>
    line?.kind === 'text' && line.text.length > 1 && promisedWord(line.text) === undefined ? [line.text] : [],
  );
  return said.slice(-mostLines).join('，').slice(-mostSummary);
}

/** @param before the topic of what was under talk */
function topicOf({ heard, entry }: Scene, before?: string): string {
  const { entry: id, intent } = heard.understanding;
  return (id === undefined ? undefined : entry(id)?.topic) ?? before ?? intent ?? 'other';
}
