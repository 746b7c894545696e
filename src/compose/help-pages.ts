import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Middleware } from 'koa';
import type { Config } from '../config.ts';
import { toTicketNumber } from '../domain/ids.ts';
import type { TicketStatus } from '../domain/ticket-status.ts';
import { parsePageTexts } from '../knowledge/page-words.ts';
import type { Clock } from '../lib/clock.ts';
import type { Fault } from '../lib/fault.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { LinkSigner } from '../lib/signed-link.ts';
import { createPages } from '../pages/pages.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Understood } from './understanding.ts';

type HelpPagesDeps = {
  readonly config: Config;
  readonly understood: Understood;
  readonly tickets: Pick<Tickets, 'get' | 'ahead'>;
  readonly links: LinkSigner;
  readonly clock: Clock;
};

/** The pages that customers open in a browser, with the texts of config/pages.yaml. */
export async function createHelpPages(deps: HelpPagesDeps): Promise<Result<Middleware, Fault[]>> {
  const { config, understood, tickets, links, clock } = deps;
  const texts = await readTexts(config);
  if (!texts.ok) return texts;
  const { middleware } = createPages({
    knowledge: understood.knowledge,
    search: understood.search,
    registry: config.registry,
    notices: () => Promise.resolve(understood.notices()),
    ticketStatus: createTicketStatus({ tickets, links }),
    ...texts.value,
    facts: config.facts,
    ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
    clock,
  });
  return ok(middleware);
}

async function readTexts({ configDir, facts }: Config) {
  try {
    return parsePageTexts(await readFile(path.join(configDir, 'pages.yaml'), 'utf8'), facts);
  } catch {
    return err([{ file: 'pages.yaml', at: '', problem: 'cannot be read' }]);
  }
}

/** A ticket for who holds its link. The token is looked at first: without it nothing is read, existing or not. */
function createTicketStatus({ tickets, links }: Pick<HelpPagesDeps, 'tickets' | 'links'>) {
  return async (text: string, token: string): Promise<TicketStatus | undefined> => {
    const number = toTicketNumber(text);
    if (!number || !links.verify(number, token)) return undefined;
    const ticket = await tickets.get(number);
    if (!ticket) return undefined;
    const { state, queuedAt } = ticket;
    return { state, queuedAt, ...(state === 'queued' && { ahead: await tickets.ahead(ticket) }) };
  };
}
