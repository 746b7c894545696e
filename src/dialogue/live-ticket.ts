import type { TicketNumber } from '../domain/ids.ts';
import type { ThirdParty, Ticket } from '../domain/ticket.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';
import { caseLines } from './case-lines.ts';
import { dangerAnswer } from './danger.ts';
import { waitingIn } from './follow-up-words.ts';
import { placeText, waitText } from './place-text.ts';
import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

/** Where the matter stands: the customer's 进度. */
export function progress(scene: Scene): Turn {
  const lines = [...(scene.ticket ? [standing(scene.ticket, scene)] : []), ...caseLines(scene)];
  return { text: lines.length > 0 ? lines.join('\n') : scene.say('progressNone'), because: 'progress' };
}

function standing(ticket: Ticket, scene: Scene): string {
  const { say, place } = scene;
  const { number } = ticket;
  switch (ticket.state) {
    case 'queued':
      return say('ticketWaiting', { number, place: placeText(place, say), wait: waitText(place, say) });
    case 'assigned':
    case 'serving':
      return [beingServed(ticket, scene), promise(ticket, scene)].filter(Boolean).join('\n');
    case 'snoozed':
      return waitingFor(ticket, scene);
    case 'wrapup':
    case 'closed':
      return say('progressNone');
  }
}

/** Who has it, and whose move it is: who waits for the customer says so, or both would wait. */
function beingServed({ number, owner, move }: Ticket, { say }: Scene): string {
  const agent = owner ? ` ${owner.name}（工号 ${owner.employeeNumber}）` : '客服';
  return say(move === 'customer' ? 'ticketYourMove' : 'ticketServing', { number, agent });
}

function waitingFor(ticket: Ticket, scene: Scene): string {
  const { say } = scene;
  const { number, party } = ticket;
  const what = party
    ? say('ticketThirdParty', { number, party: say(partyNames[party]) })
    : say('ticketSnoozed', { number });
  return [what, promise(ticket, scene)].filter(Boolean).join('\n');
}

/** A time that is past promises nothing any more. */
function promise({ promisedAt }: Ticket, { say, now }: Scene): string {
  return promisedAt && promisedAt > now ? say('ticketPromise', { promised: shanghaiMinute(promisedAt) }) : '';
}

const partyNames = {
  bank: 'partyBank',
  merchant: 'partyMerchant',
  technicians: 'partyTechnicians',
} as const satisfies Record<ThirdParty, string>;

/** 结束: the customer takes the matter back or says it is done. */
export function endTicket({ say, ticket }: Scene): Turn {
  if (!ticket) return { text: say('nothingToEnd'), next: { dialogue: idle }, because: 'end.nothing' };
  const { number } = ticket;
  return {
    text: say('ended', { number }),
    acts: [{ kind: 'customer-ended', number, code: ticket.state === 'queued' ? 'left' : 'solved' }],
    next: { dialogue: idle, ticket: null },
    because: 'end',
  };
}

/** A message for the people who have the ticket. The bot keeps quiet once a person has taken over. */
export function addToTicket(scene: Scene, number: TicketNumber): Turn {
  const { ticket, heard } = scene;
  const urgent = heard.understanding.priority === 'urgent';
  return {
    text: ticket?.state === 'queued' ? whileQueued(scene, ticket) : besideAgent(scene),
    acts: [{ kind: 'customer-wrote', number, ...(urgent && { priority: 'urgent' as const }) }],
    because: 'ticket.message',
  };
}

/** Until a person has it, the bot says where the matter stands, and goes on answering what an emergency's victim asks. */
function whileQueued(scene: Scene, ticket: Ticket): string {
  const { say, place, heard } = scene;
  const { number } = ticket;
  const noted = say('ticketNoted', { number, place: placeText(place, say) });
  if (heard.kind !== 'text') return [noted, say('papersKept')].join('\n');
  const talk = waitingIn(heard.text);
  if (talk === 'thanks') return say('ticketThanks', { number });
  const asksWhere = talk === 'where' || heard.understanding.intent === 'progress';
  if (ticket.lifeAtRisk) return [...(asksWhere ? [standing(ticket, scene)] : []), say('crisisStay')].join('\n');
  if (asksWhere) return standing(ticket, scene);
  const answer = ticket.priority === 'urgent' ? withoutHandoff(dangerAnswer(scene)) : answerMeanwhile(scene);
  return answer === undefined ? noted : `${answer}\n\n${noted}`;
}

/** Who waits for a person already is not told how to get to one. */
function withoutHandoff(text: string | undefined): string | undefined {
  return text
    ?.split('\n')
    .filter((line) => !line.includes('[[转人工]]'))
    .join('\n');
}

/** Whoever asks something else while he waits is not left without an answer that the bot is sure of. */
function answerMeanwhile({ heard: { understanding, text }, entry }: Scene): string | undefined {
  const { entry: id, score, priority } = understanding;
  if (id === undefined || score < sure || priority === 'urgent' || !asks.test(text)) return undefined;
  return entry(id)?.answer.trim();
}

const sure = 0.9;
const asks = /[?？吗么呢]|怎么|怎样|如何|多少|几|哪|能不能|可不可以|可以|什么|啥/;

/** A person answers words himself; that a picture has come is said at once, or it is sent again and again. */
function besideAgent({ say, heard, customer, now }: Scene): string {
  const last = customer.pushes.at(-1);
  const again = last?.in !== undefined && media.has(last.in.kind) && now.getTime() - last.at.getTime() < seriesMs;
  return media.has(heard.kind) && !again ? `${say('mediaToAgent')}\n${say('papersKept')}` : '';
}

const media: ReadonlySet<string> = new Set(['image', 'voice', 'video', 'shortvideo']);

/** Pictures that come so close together are one thing to say. */
const seriesMs = 2 * 60_000;
