import { z } from 'zod';
import type { Notice, NoticeKind } from '../domain/notice.ts';
import type { Fault } from '../lib/fault.ts';
import { err, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';
import { readYaml } from './read-yaml.ts';

const kinds = { 公告: 'announcement', 维护: 'maintenance', 故障: 'fault', 活动: 'event' } as const satisfies Record<
  string,
  NoticeKind
>;
const kindNames = Object.keys(kinds) as [keyof typeof kinds, ...(keyof typeof kinds)[]];

/** `2026-11-22 01:00`, Asia/Shanghai. */
const Minute = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/, 'a time is YYYY-MM-DD HH:MM')
  .transform((text) => new Date(`${text.replace(' ', 'T')}:00+08:00`))
  .refine((at) => !Number.isNaN(at.getTime()), 'there is no such time');

const NoticeShape = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is small letters, digits and hyphens'),
    kind: z.enum(kindNames),
    title: z.string().trim().min(1).max(40),
    text: z.string().trim().min(1).max(600),
    topics: z.array(z.string()).default([]),
    audience: z.string().trim().min(1).max(40).optional(),
    from: Minute,
    until: Minute.optional(),
  })
  .refine(({ from, until }) => until === undefined || from < until, 'it ends before it begins');

const NoticesFile = z.strictObject({ notices: z.array(NoticeShape).max(200) });

/** The notices, from the text of config/notices.yaml. */
export function parseNotices(text: string, file = 'notices.yaml'): Result<Notice[], Fault[]> {
  const read = readYaml(file, text, NoticesFile);
  if (!read.ok) return read;
  const faults = repeatedIds(read.value.notices).map((id) => ({
    file,
    at: `notices.${id}`,
    problem: 'is there twice',
  }));
  if (faults.length > 0) return err(faults);
  return ok(
    read.value.notices.map(({ kind, until, audience, ...notice }) => ({
      ...notice,
      kind: kinds[kind],
      ...(audience !== undefined && { audience }),
      ...(until !== undefined && { until }),
    })),
  );
}

function repeatedIds(notices: readonly { readonly id: string }[]): string[] {
  return notices.map(({ id }) => id).filter((id, index, ids) => ids.indexOf(id) !== index);
}

export function isInForce({ from, until }: Notice, at: Date): boolean {
  return from <= at && (until === undefined || at < until);
}

/** What is worst first: a fault, then maintenance, then the rest, the latest first. */
const rank: Readonly<Record<NoticeKind, number>> = { fault: 0, maintenance: 1, announcement: 2, event: 3 };

/** Those in force at a moment; only those about a topic, where one is given. */
export function noticesInForce(notices: readonly Notice[], at: Date, topic?: string): Notice[] {
  return notices
    .filter((notice) => isInForce(notice, at) && (topic === undefined || notice.topics.includes(topic)))
    .sort((a, b) => rank[a.kind] - rank[b.kind] || b.from.getTime() - a.from.getTime());
}

const shownInChat = 3;

/** Notices as a text for the chat: kind, title, period, text, the three that matter most; '' for none. */
export function noticesText(notices: readonly Notice[], at: Date): string {
  return noticesInForce(notices, at)
    .slice(0, shownInChat)
    .map((notice) => `【${nameOf(notice.kind)}】${notice.title}\n${periodOf(notice)}${forWhom(notice)}\n${notice.text}`)
    .join('\n\n');
}

/** The gravest notice in force about a topic, as one line: kind, title, period; undefined for none. */
export function noticeLineOn(notices: readonly Notice[], topic: string, at: Date): string | undefined {
  const [notice] = noticesInForce(notices, at, topic);
  return notice && `${nameOf(notice.kind)}：${notice.title}（${periodOf(notice)}${forWhom(notice)}）`;
}

/** Whether a fault or maintenance is announced at this moment. */
export function faultAnnounced(notices: readonly Notice[], at: Date): boolean {
  return noticesInForce(notices, at).some(({ kind }) => kind === 'fault' || kind === 'maintenance');
}

function nameOf(kind: NoticeKind): string {
  return kindNames.find((name) => kinds[name] === kind) ?? '';
}

function forWhom({ audience }: Notice): string {
  return audience === undefined ? '' : `，适用：${audience}`;
}

function periodOf({ from, until }: Notice): string {
  return until === undefined ? `${shanghaiMinute(from)} 起` : `${shanghaiMinute(from)} 至 ${shanghaiMinute(until)}`;
}
