import type { Customer } from '../domain/customer.ts';
import { burst } from './customer-document.ts';

type Bucket = Customer['bucket'];

const perSecond = 10;
const noticeEveryMs = 60_000;

export type Passage = {
  readonly bucket: Bucket;
  /** false: stored, not decided on */
  readonly passes: boolean;
  /** the one notice a minute is due */
  readonly notice: boolean;
};

/** A burst of 30, then 10 a second: beyond it a push is only stored. */
export function pass(before: Bucket, now: Date): Passage {
  const earned = (Math.max(0, now.getTime() - before.at.getTime()) / 1000) * perSecond;
  const tokens = Math.min(burst, before.tokens + earned);
  if (tokens >= 1) return { bucket: { ...before, tokens: tokens - 1, at: now }, passes: true, notice: false };
  const notice = before.noticeAt === undefined || now.getTime() - before.noticeAt.getTime() >= noticeEveryMs;
  return { bucket: { ...before, tokens, at: now, ...(notice && { noticeAt: now }) }, passes: false, notice };
}
