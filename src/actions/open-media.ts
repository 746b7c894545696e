import type { Agent } from '../domain/agent.ts';
import type { MediaFile, OpenReason } from '../domain/desk-delivery.ts';
import type { EventInput } from '../domain/event.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import { actorOf } from './refusals.ts';

export type OpenMediaDeps = {
  readonly tickets: Pick<Tickets, 'get'>;
  readonly media: Pick<MediaStore, 'find' | 'read'>;
  readonly record: (event: EventInput) => Promise<void>;
};

/** An agent opens a file of his ticket's customer: who, why and when is on record before a byte is shown. */
export function createOpenMedia({ tickets, media, record }: OpenMediaDeps) {
  return async (
    { number, media: id, reason }: { number: TicketNumber; media: string; reason: OpenReason },
    by: Agent,
  ): Promise<MediaFile | undefined> => {
    const [ticket, file] = await Promise.all([tickets.get(number), media.find(id)]);
    if (!ticket || file?.contentType === undefined || file.customer !== ticket.customer) return undefined;
    const about = { ticket: number, customer: ticket.customer, seenEpoch: ticket.epoch };
    await record({ kind: 'media.opened', ...about, actor: actorOf(by), codes: [reason, file.id] });
    const bytes = await media.read(id);
    return bytes && { bytes, contentType: file.contentType };
  };
}
