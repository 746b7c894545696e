import type { Replies, ReplyKey } from '../domain/replies.ts';
import { fill, type Facts } from '../lib/fill.ts';

/** Writes a configured text; words to tap keep their `[[…]]` until the whole reply is rendered. */
export type Say = (key: ReplyKey, facts?: Facts) => string;

export function createSay({ replies, facts }: { replies: Replies; facts: Facts }): Say {
  return (key, own = {}) => fill(replies[key], { ...facts, ...own }).trim();
}
