import type { Replies, ReplyKey } from '../domain/replies.ts';
import { fill, type Facts } from '../lib/fill.ts';

/** Writes a configured text; words to tap keep their `[[…]]` until the whole reply is rendered. */
export type Say = (key: ReplyKey, facts?: Facts) => string;

export function createSay({ replies, facts }: { replies: Replies; facts: Facts }): Say {
  /** texts that say the same each time; as many as there are replies at most */
  const fixed = new Map<ReplyKey, string>();

  function said(key: ReplyKey, own?: Facts): string {
    return (own ? fill(replies[key], own, facts) : fill(replies[key], facts)).trim();
  }

  return (key, own) => {
    if (own) return said(key, own);
    const known = fixed.get(key) ?? said(key);
    fixed.set(key, known);
    return known;
  };
}
