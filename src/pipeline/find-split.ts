import type { Customer } from '../domain/customer.ts';
import type { Message } from '../domain/push.ts';
import type { Split } from '../safety/split-watch.ts';
import type { SplitFound } from './understand.ts';

/** Two halves of one thing follow each other within minutes. */
const withinMs = 5 * 60_000;
/** Without one of these neither half can be part of a secret: most messages end here. */
const mayBeHalf = /\d|[零〇一二两三四五六七八九幺]{3}|密码|口令|码|cvv|助记|私钥|护照|身份证|[a-z]{3}/i;

/** Finds a secret that runs from an earlier line into this message. */
export function createFindSplit(split: (previous: string, text: string) => Split | undefined) {
  return (message: Message, said: string, { pushes }: Customer): SplitFound | undefined => {
    if (message.type !== 'text' || said === '') return undefined;
    const before = pushes.findLast((push) => push.in?.kind === 'text');
    if (!before?.in || message.createdAt.getTime() - before.at.getTime() > withinMs) return undefined;
    const previous = before.in.text;
    if (!mayBeHalf.test(said) || !mayBeHalf.test(previous)) return undefined;
    const found = split(previous, said);
    return found && { text: found.text, types: found.types, remask: { seq: before.seq, text: found.previous } };
  };
}
