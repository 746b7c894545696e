import type { TicketNumber } from '../domain/ids.ts';
import type { ThirdParty, Ticket } from '../domain/ticket.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';
import { caseLines } from './case-lines.ts';
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
export function addToTicket({ say, ticket, place, heard }: Scene, number: TicketNumber): Turn {
  const urgent = heard.understanding.priority === 'urgent';
  const noted = ticket?.state === 'queued' ? say('ticketNoted', { number, place: placeText(place, say) }) : '';
  return {
    text: noted,
    acts: [{ kind: 'customer-wrote', number, ...(urgent && { priority: 'urgent' as const }) }],
    because: 'ticket.message',
  };
}
