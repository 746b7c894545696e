import type { PageWordKey } from '../domain/page-words.ts';
import type { TicketState } from '../domain/ticket.ts';
import type { TicketStatus } from '../domain/ticket-status.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Page } from './layout.ts';
import type { Site } from './site.ts';

const stateWords: Readonly<Record<TicketState, PageWordKey>> = {
  queued: 'stateQueued',
  assigned: 'stateServing',
  serving: 'stateServing',
  wrapup: 'stateServing',
  snoozed: 'stateSnoozed',
  closed: 'stateClosed',
};

/** A ticket's state for who holds its link; without one the page is the same for every number, existing or not. */
export function ticketPage(site: Site, status: TicketStatus | undefined): Page {
  const { say } = site;
  const title = say('ticketTitle');
  if (!status)
    return {
      title,
      main: html`<h1>${title}</h1>
        <p class="lead">${say('ticketUnknown')}</p>`,
    };
  const { state, ahead, queuedAt, promisedAt } = status;
  const rows = [
    row(say('ticketState'), say(stateWords[state])),
    ahead === undefined ? '' : row(say('ticketPlace'), placeText(site, ahead)),
    row(say('ticketSince'), shanghaiMinute(queuedAt)),
    promisedAt === undefined ? '' : row(say('ticketPromised'), shanghaiMinute(promisedAt)),
  ];
  return {
    title,
    main: html`<h1>${title}</h1>
      <dl class="channel">${rows}</dl>
      <p class="hint">${say('ticketNote')}</p>`,
  };
}

function row(label: string, value: string): Html {
  return html`<dt>${label}</dt>
    <dd>${value}</dd>`;
}

/** A longer queue is counted no further. */
const mostCounted = 200;

function placeText({ say }: Site, ahead: number): string {
  if (ahead === 0) return say('ticketPlaceNext');
  if (ahead <= mostCounted) return say('ticketPlaceAhead', { ahead: String(ahead) });
  return say('ticketPlaceFar', { ahead: String(mostCounted) });
}
