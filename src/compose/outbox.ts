import type { Connection } from 'mongoose';
import { createUndelivered } from '../actions/undelivered.ts';
import type { Config } from '../config.ts';
import type { Customers } from '../customers/customers-store.ts';
import { createQuotaLedger } from '../customers/quota-ledger.ts';
import type { Say } from '../dialogue/say.ts';
import type { EventInput } from '../domain/event.ts';
import type { CallStaff } from '../domain/page.ts';
import type { Clock } from '../lib/clock.ts';
import { err, type Result } from '../lib/result.ts';
import type { MediaStore } from '../media/media-store.ts';
import { createSendPicture } from '../media/send-picture.ts';
import { createDeadLetters } from '../outbox/dead-letters-store.ts';
import { createDelivery } from '../outbox/deliver.ts';
import { undeliveredStates, type OutboxEntry, type SendFault } from '../outbox/outbox-entry.ts';
import { createOutboxStore } from '../outbox/outbox-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { WechatClient } from '../wechat/client.ts';
import { networkError, reactionTo, type WechatError } from '../wechat/errors.ts';
import type { FillPhrase } from './fill-phrase.ts';

export type OutboxParts = {
  readonly connection: Connection;
  readonly config: Pick<Config, 'behaviour'>;
  readonly customers: Customers;
  readonly tickets: Tickets;
  readonly media: MediaStore;
  readonly wechat: Pick<WechatClient, 'sendCustom' | 'uploadMedia'>;
  readonly say: Say;
  readonly callStaff: CallStaff;
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  readonly fillPhrase: FillPhrase;
};

/** What is sent by API, against the quota; what becomes of it is told to console, ticket and staff. */
export function joinOutbox(parts: OutboxParts) {
  const { connection, config, customers, tickets, media, wechat, say, callStaff, record, clock, onError, fillPhrase } =
    parts;
  const { windowRules, outbox: hours } = config.behaviour;
  const outbox = createOutboxStore({ connection, clock });
  const quota = createQuotaLedger({ customers, rules: windowRules, clock });
  const undelivered = createUndelivered({ tickets, customers, callStaff });
  const sendPicture = createSendPicture<WechatError>({
    store: media,
    upload: ({ bytes, contentType }) =>
      wechat.uploadMedia({ type: 'image', bytes, contentType, fileName: `picture.${contentType.split('/')[1] ?? ''}` }),
    send: (openId, mediaId) => wechat.sendCustom(openId, { kind: 'image', mediaId }),
    hasExpired: (error) => error.class === 'reupload',
    missing: networkError({ name: 'bad_answer', ambiguous: false }, '/cgi-bin/media/upload'),
    clock,
  });

  async function send({ openId, message: stored, again }: OutboxEntry): Promise<Result<unknown, SendFault>> {
    const message = await fillPhrase(openId, stored);
    const sent =
      message.kind === 'picture'
        ? await sendPicture(openId, message.media)
        : await wechat.sendCustom(openId, again && message.kind === 'text' ? marked(message.text) : message);
    return sent.ok ? sent : err(asFault(sent.error));
  }

  /** It may have arrived before: whoever gets it twice is told why. */
  function marked(text: string): { kind: 'text'; text: string } {
    return { kind: 'text', text: say('sentAgain', { text }) };
  }

  /** The console shows how far a message has come. */
  async function announce({ ticket, customer, state }: OutboxEntry): Promise<void> {
    if (ticket === undefined) return;
    const epoch = (await tickets.get(ticket))?.epoch ?? 0;
    const actor = { kind: 'system', id: 'outbox' } as const;
    await record({ kind: 'ticket.delivery', ticket, customer, actor, codes: [state], seenEpoch: epoch });
  }

  async function onSettled(entry: OutboxEntry): Promise<void> {
    const { state, kind, ticket, openId } = entry;
    if (state === 'waiting') await customers.mutate(openId, (customer) => ({ ...customer, outboxWaits: true }));
    await announce(entry);
    const isLost = (undeliveredStates as readonly string[]).includes(state) && state !== 'unknown';
    if (isLost && kind === 'staff' && ticket !== undefined) await undelivered(entry, ticket);
  }

  const expireMs = hours.expireHours * 3_600_000;
  const delivery = createDelivery({ store: outbox, quota, send, clock, onSettled, onError, expireMs });
  return { outbox, delivery, announce, deadLetters: createDeadLetters({ connection, clock }) };
}

function asFault(error: WechatError): SendFault {
  return { reaction: reactionTo(error), code: error.code, reason: error.explanation };
}
