import path from 'node:path';
import type { Middleware } from 'koa';
import type { Config } from '../config.ts';
import { toTicketNumber } from '../domain/ids.ts';
import type { TicketStatus } from '../domain/ticket-status.ts';
import type { Clock } from '../lib/clock.ts';
import { createPages } from '../pages/pages.ts';
import type { Core } from './core.ts';
import type { Understood } from './understanding.ts';

export type PagesParts = {
  readonly config: Config;
  readonly core: Core;
  readonly understood: Understood;
  readonly clock: Clock;
};

/** What customers open in a browser, over the same knowledge, registry and queue as the chat. */
export function joinPages({ config, core, understood, clock }: PagesParts): Middleware {
  async function ticketStatus(given: string, token: string): Promise<TicketStatus | undefined> {
    const number = toTicketNumber(given);
    if (!number || !core.ticketLink.opens(number, token)) return undefined;
    const ticket = await core.tickets.get(number);
    if (!ticket) return undefined;
    const { state, queuedAt, promisedAt } = ticket;
    const isPromised = promisedAt !== undefined && promisedAt > clock() && state !== 'closed';
    return {
      ...{ state, queuedAt },
      ...(state === 'queued' && { ahead: await core.tickets.ahead(ticket) }),
      ...(isPromised && { promisedAt }),
    };
  }

  const { middleware } = createPages({
    knowledge: understood.knowledge,
    search: understood.search,
    registry: config.registry,
    notices: () => Promise.resolve(understood.notices()),
    ticketStatus,
    ...config.pages,
    facts: config.facts,
    mediaFolder: path.join(config.configDir, 'knowledge', 'media'),
    ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
    clock,
  });
  return middleware;
}
