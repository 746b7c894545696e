import { randomUUID } from 'node:crypto';
import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Ticket, TranscriptLine } from '../domain/ticket.ts';
import { ok } from '../lib/result.ts';
import { judgeFile } from '../media/judge-file.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { ReplyDeps } from './reply.ts';
import { actorOf, conflict, refuse } from './refusals.ts';

export type SendPictureDeps = Pick<
  ReplyDeps,
  'tickets' | 'customers' | 'transcripts' | 'outbox' | 'record' | 'deliver' | 'clock'
> & { readonly media: Pick<MediaStore, 'add'> };

type Sent = { message: TranscriptLine; epoch: number };

/** WeChat names 10 MB in one place and 2 MB in another: the smaller is safe. */
const mostBytes = 2 * 1024 * 1024;
const taken = ['image/jpeg', 'image/png', 'image/gif'];

const refusals = {
  no_picture: '这不是微信支持的图片（JPG、PNG、GIF）。',
  too_big: '图片超过 2 MB，请压缩后再发。',
  first_words: '请先用文字回复客户，再发送图片。',
} as const;

/** An agent sends a picture to his customer: fenced like his words, kept here, uploaded to WeChat when its turn comes. */
export function createSendPicture(deps: SendPictureDeps) {
  const { tickets, customers, transcripts, outbox, media, record, deliver, clock } = deps;

  return async (
    { number, bytes, epoch, key = randomUUID() }: { number: TicketNumber; bytes: Buffer; epoch: number; key?: string },
    by: Agent,
  ): Promise<TicketResult<Sent>> => {
    const id = `picture:${number}:${by.id}:${key}`;
    const before = await transcripts.find(id);
    if (before) return ok({ message: { ...before, delivery: { state: 'queued' } }, epoch });
    const judged = judgeFile(bytes, 'image');
    if (bytes.length > mostBytes) return blocked('too_big');
    if (!judged.ok || !taken.includes(judged.value.contentType)) return blocked('no_picture');
    const guarded = await guard(number, epoch, by);
    return guarded.ok ? keep(guarded.value, { id, bytes, ...judged.value }, by) : guarded;
  };

  async function guard(number: TicketNumber, epoch: number, by: Agent): Promise<TicketResult<Ticket>> {
    const present = await tickets.get(number);
    if (!present) return refuse({ kind: 'not_found' });
    if (present.owner?.id !== by.id || present.epoch !== epoch) return conflict(present);
    // The first answer says who it is from, with the employee number: a picture can't.
    if (present.state === 'assigned') return blocked('first_words');
    const where = { 'owner.id': by.id };
    return tickets.guard(number, { state: 'serving', epoch, where, set: { lastOutAt: clock() } });
  }

  async function keep(
    { number, epoch, openId, customer }: Ticket,
    { id, bytes, contentType }: { id: string; bytes: Buffer; contentType: string },
    by: Agent,
  ): Promise<TicketResult<Sent>> {
    const line = await customers.mutate(openId, (now) => ({ ...now, seq: now.seq + 1 }));
    if (!line) return refuse({ kind: 'blocked', code: 'left', reason: '客户已取消关注，消息无法送达。' });
    const about = { id, openId, customer, ticket: number, at: clock() };
    await media.add({ ...about, kind: 'image', bytes, contentType });
    const message = {
      ...{ id, seq: line.seq, from: 'agent' as const, kind: 'image', text: '[图片]', at: about.at },
      by: { name: by.name, employeeNumber: by.employeeNumber },
    };
    await transcripts.add([{ ...message, customer, ticket: number }]);
    await outbox.add({ ...about, kind: 'staff', message: { kind: 'picture', media: id } });
    await record({ kind: 'ticket.reply', ticket: number, customer, seenEpoch: epoch, actor: actorOf(by) });
    deliver();
    return ok({ message: { ...message, delivery: { state: 'queued' } }, epoch });
  }
}

function blocked<T>(code: keyof typeof refusals): TicketResult<T> {
  return refuse({ kind: 'blocked', code, reason: refusals[code] });
}
