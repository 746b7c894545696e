import { replyKeys, type Replies, type ReplyKey } from '../domain/replies.ts';
import { fill, fillFacts, type Facts } from '../lib/fill.ts';

/** Writes a configured text; words to tap keep their `[[…]]` until the whole reply is rendered. */
export type Say = (key: ReplyKey, facts?: Facts) => string;

export function createSay({ replies, facts }: { replies: Replies; facts: Facts }): Say {
  /** with what is the same each time filled in */
  const texts = new Map<ReplyKey, string>();

  return (key, own) => {
    const text = texts.get(key) ?? fillFacts(replies[key], facts, replyKeys[key]).trim();
    texts.set(key, text);
    return own ? fill(text, own).trim() : text;
  };
}
