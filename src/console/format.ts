import { localeTag, t } from './i18n/i18n.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

// Everybody at the desk works by the same clock, wherever his browser thinks it is.
const timeZone = 'Asia/Shanghai';

/** How long ago, in one short figure. */
export function elapsed(since: string, now: number): string {
  const ms = Math.max(0, now - Date.parse(since));
  if (ms < minuteMs) return t('wait.now');
  if (ms < hourMs) return t('wait.minutes', { n: Math.floor(ms / minuteMs) });
  if (ms < dayMs) return t('wait.hours', { n: Math.floor(ms / hourMs) });
  return t('wait.days', { n: Math.floor(ms / dayMs) });
}

export function clockTime(at: string | number): string {
  return new Intl.DateTimeFormat(localeTag(), { hour: '2-digit', minute: '2-digit', hour12: false, timeZone }).format(
    new Date(at),
  );
}

export function exactTime(at: string | number): string {
  const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone } as const;
  return new Intl.DateTimeFormat(localeTag(), parts).format(new Date(at));
}

export function dayAndTime(at: string): string {
  const parts = {
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone,
  } as const;
  return new Intl.DateTimeFormat(localeTag(), parts).format(new Date(at));
}

/** The last day of a term that ends at a moment, as its customer is told it: not the midnight after it. */
export function lastDay(end: string): string {
  const parts = { month: 'long', day: 'numeric', timeZone } as const;
  return new Intl.DateTimeFormat(localeTag(), parts).format(Date.parse(end) - 1);
}

function dayOf(at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(at));
}

/** A day as it is said in a conversation. */
export function dayName(at: string, now: number): string {
  const day = dayOf(Date.parse(at));
  if (day === dayOf(now)) return t('thread.today');
  if (day === dayOf(now - dayMs)) return t('thread.yesterday');
  const parts = { month: 'long', day: 'numeric', timeZone } as const;
  return new Intl.DateTimeFormat(localeTag(), parts).format(new Date(at));
}

export function isSameDay(a: string, b: string): boolean {
  return dayOf(Date.parse(a)) === dayOf(Date.parse(b));
}

const encoder = new TextEncoder();

/** What WeChat counts: bytes of UTF-8. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** How long until a moment, in hours and minutes: what an agent plans by. */
export function timeLeft(until: string, now: number): string {
  const minutes = Math.max(0, Math.ceil((Date.parse(until) - now) / minuteMs));
  if (minutes < 60) return t('wait.minutes', { n: minutes });
  if (minutes >= 72 * 60) return t('wait.days', { n: Math.floor(minutes / (24 * 60)) });
  return `${t('wait.hours', { n: Math.floor(minutes / 60) })} ${t('wait.minutes', { n: minutes % 60 })}`;
}

/** How a promised time stands, in words: what is left of it, or by how much it was missed. */
export function dueIn(at: string, now: number): string {
  if (Date.parse(at) > now) return t('due.in', { time: timeLeft(at, now) });
  return t('due.over', { time: timeLeft(new Date(now).toISOString(), Date.parse(at)) });
}
