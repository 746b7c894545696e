import { toTicketNumber, type TicketNumber } from '../domain/ids.ts';
import type { Priority } from '../domain/intent.ts';
import { dangerOf } from './danger.ts';
import { placeText, waitText } from './place-text.ts';
import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';
import { promisedWord } from './words.ts';

/** What a ticket's summary may have; the transcript has the rest. */
const mostSummary = 200;

/** Asks what the matter is; the next message, whatever it is, opens the ticket. */
export function startHandoff(scene: Scene): Turn {
  const { say, now, hours, heard, customer } = scene;
  // Nobody has to say it twice: what was said with the wish, or just before it, goes into the ticket.
  const said = heard.word === undefined ? heard.text : lastWords(customer.pushes);
  // Who was told what to do about an emergency, and asks for a person, asks about the emergency.
  const danger = dangerOf(scene);
  const priority = danger ? 'urgent' : heard.understanding.priority;
  const topic = danger && heard.understanding.entry === undefined ? danger.topic : topicOf(scene);
  const dialogue = { kind: 'handoff', topic, priority, said, since: now } as const;
  return { text: say('askMatter', { hours }), next: { dialogue, misses: 0 }, because: 'handoff.ask' };
}

export function cancelHandoff({ say }: Scene): Turn {
  return { text: say('cancelled'), next: { dialogue: idle }, because: 'handoff.cancel' };
}

/** Opens the ticket with what was said. */
export function openTicket(scene: Scene): Turn {
  const { numbers, customer, heard } = scene;
  if (customer.dialogue.kind !== 'handoff') throw new Error('No handoff is under way');
  const number = toTicketNumber(numbers.K ?? '');
  if (!number) throw new Error('A ticket is to be opened without a number set aside');
  const { said, ...before } = customer.dialogue;
  const priority = graver(before.priority, heard.understanding.priority);
  const topic = heard.understanding.entry === undefined ? before.topic : topicOf(scene);
  const matter = heard.word === undefined ? heard.text : '';
  const summary = [said, matter].filter(Boolean).join(' / ').slice(0, mostSummary);
  return {
    text: openedText(scene, number, priority),
    acts: [{ kind: 'open-ticket', number, topic, priority, summary }],
    next: { dialogue: idle, ticket: number, misses: 0 },
    because: 'handoff.open',
  };
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

/** What the customer said before asking for a person, so that nobody has to say it twice. */
function lastWords(pushes: Scene['customer']['pushes']): string {
  const said = pushes.flatMap(({ in: line }) =>
    line?.kind === 'text' && line.text.length > 3 && promisedWord(line.text) === undefined ? [line.text] : [],
  );
  return said.at(-1)?.slice(0, mostSummary) ?? '';
}

function topicOf({ heard, entry }: Scene): string {
  const { entry: id, intent } = heard.understanding;
  return (id === undefined ? undefined : entry(id)?.topic) ?? intent ?? 'other';
}

const gravity: readonly Priority[] = ['low', 'normal', 'high', 'urgent'];

export function graver(one: Priority, other: Priority): Priority {
  return gravity.indexOf(one) >= gravity.indexOf(other) ? one : other;
}
