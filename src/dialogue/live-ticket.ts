import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket } from '../domain/ticket.ts';
import { caseLines } from './case-lines.ts';
import { placeText, waitText } from './place-text.ts';
import type { Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

/** Where the matter stands: the customer's 进度. */
export function progress(scene: Scene): Turn {
  const lines = [...(scene.ticket ? [standing(scene.ticket, scene)] : []), ...caseLines(scene)];
  return { text: lines.length > 0 ? lines.join('\n') : scene.say('progressNone'), because: 'progress' };
}

function standing(ticket: Ticket, { say, place }: Scene): string {
  const number = ticket.number;
  switch (ticket.state) {
    case 'queued':
      return say('ticketWaiting', { number, place: placeText(place, say), wait: waitText(place, say) });
    case 'assigned':
    case 'serving':
      return say('ticketServing', {
        number,
        agent: ticket.owner ? ` ${ticket.owner.name}（工号 ${ticket.owner.employeeNumber}）` : '客服',
      });
    case 'snoozed':
      return say('ticketSnoozed', { number });
    case 'wrapup':
    case 'closed':
      return say('progressNone');
  }
}

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
