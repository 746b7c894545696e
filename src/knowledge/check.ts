import type { Entry, Match } from '../domain/knowledge.ts';
import { utf8Length } from '../lib/bytes.ts';
import { tappableWords } from '../lib/tappable.ts';
import { nearestNeighbours, plainCharacters } from './similarity.ts';

/** What an editor should look at in an entry that loads. */
export type Finding = { readonly entry: string; readonly problem: string };

export type CheckOptions = {
  /** the matcher, built of these entries */
  readonly match: (text: string) => Match;
  /** whether the bot makes something of a word that it offers to tap */
  readonly understands: (word: string) => boolean;
  /** the words that tell a customer that codes and numbers stay in the app */
  readonly appOnly: string;
};

const fewestQuestions = 12;
/** A screen of a phone; WeChat would take 2,048. */
const comfortableBytes = 1000;
/** Above it two phrasings are as good as the same words. */
const nearlySame = 0.8;

/** Everything about the entries that would make a customer's answer worse, in the order of the entries. */
export function checkEntries(entries: readonly Entry[], { match, understands, appOnly }: CheckOptions): Finding[] {
  const alone = entries.flatMap((entry) =>
    [...missingFields(entry), ...unsafeWords(entry, appOnly), ...tooLong(entry), ...deadWords(entry, understands)].map(
      (problem) => ({
        entry: entry.id,
        problem,
      }),
    ),
  );
  return [...alone, ...repeated(entries), ...nearlyRepeated(entries), ...matchedElsewhere(entries, match)];
}

function missingFields(entry: Entry): string[] {
  const problems: string[] = [];
  if (entry.questions.length < fewestQuestions) {
    problems.push(`has ${entry.questions.length} phrasings, fewer than ${fewestQuestions}`);
  }
  if (entry.detail === undefined) problems.push('has no detail');
  if (entry.related.length === 0) problems.push('names no related entry');
  if (!/^\d\. /m.test(entry.answer)) problems.push('answers without numbered steps');
  return problems;
}

const secret = /验证码|卡号|CVV|安全码|支付密码|登录密码/i;
const outcome = /(一定|保证|肯定|必定|百分之百)(能|会|可以)?(追回|找回|退回|赔)/;
const blame = /谁让您|您自己不小心|是您的(疏忽|过错|责任)/;

function unsafeWords(entry: Entry, appOnly: string): string[] {
  const problems: string[] = [];
  const steps = (entry.steps ?? []).join('\n');
  const everything = [entry.answer, entry.detail ?? '', steps].join('\n');
  if (secret.test(steps) && !entry.answer.includes(appOnly)) {
    problems.push('has a step with a code, a password or a card number and does not say “only in the app”');
  }
  if (outcome.test(everything)) problems.push('promises an outcome');
  if (blame.test(everything)) problems.push('blames the customer');
  if (entry.priority === 'urgent' && entry.intent !== 'theft' && entry.intent !== 'phishing_report') {
    problems.push('is urgent, which is kept for theft and fraud');
  }
  return problems;
}

function deadWords(entry: Entry, understands: (word: string) => boolean): string[] {
  return tappableWords(entry.answer)
    .filter((word) => !understands(word))
    .map((word) => `offers [[${word}]], which the bot does not understand`);
}

function tooLong(entry: Entry): string[] {
  const bytes = utf8Length(entry.answer);
  return bytes > comfortableBytes ? [`answers in ${bytes} bytes, more than the ${comfortableBytes} of a screen`] : [];
}

function repeated(entries: readonly Entry[]): Finding[] {
  const firstOf = new Map<string, string>();
  return entries.flatMap((entry) =>
    entry.questions.flatMap((question) => {
      const plain = plainCharacters(question);
      const first = firstOf.get(plain);
      firstOf.set(plain, first ?? entry.id);
      return first === undefined ? [] : [{ entry: entry.id, problem: `repeats 「${question}」 of ${first}` }];
    }),
  );
}

function matchedElsewhere(entries: readonly Entry[], match: (text: string) => Match): Finding[] {
  return entries.flatMap((entry) =>
    entry.questions.flatMap((question) => {
      const [likeliest] = match(question).ranked;
      if (likeliest === entry.id) return [];
      return [{ entry: entry.id, problem: `「${question}」 matches ${likeliest ?? 'no entry'}` }];
    }),
  );
}

function nearlyRepeated(entries: readonly Entry[]): Finding[] {
  const phrasings = entries.flatMap(({ id, questions }) => questions.map((text) => ({ entry: id, text })));
  return nearestNeighbours(phrasings).flatMap(({ phrasing, own, other }) => {
    if (!other || other.similarity < nearlySame || other.similarity === 1) return [];
    if (own && own.similarity >= other.similarity) return [];
    return [{ entry: phrasing.entry, problem: `「${phrasing.text}」 is nearly 「${other.text}」 of ${other.entry}` }];
  });
}
