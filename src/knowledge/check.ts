import type { Entry, Match } from '../domain/knowledge.ts';
import type { EntryFinding } from '../domain/knowledge-desk.ts';
import { utf8Length } from '../lib/bytes.ts';
import { tappableWords } from '../lib/tappable.ts';
import { finding } from './findings.ts';
import { nearestNeighbours, plainCharacters } from './similarity.ts';

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
export function checkEntries(entries: readonly Entry[], { match, understands, appOnly }: CheckOptions): EntryFinding[] {
  const alone = entries.flatMap((entry) => [
    ...missingFields(entry),
    ...unsafeWords(entry, appOnly),
    ...tooLong(entry),
    ...deadWords(entry, understands),
  ]);
  return [...alone, ...repeated(entries), ...nearlyRepeated(entries), ...matchedElsewhere(entries, match)];
}

function missingFields({ id, questions, detail, related, answer }: Entry): EntryFinding[] {
  const found: EntryFinding[] = [];
  if (questions.length < fewestQuestions) {
    found.push(finding(id, 'few_phrasings', { count: String(questions.length), least: String(fewestQuestions) }));
  }
  if (detail === undefined) found.push(finding(id, 'no_detail'));
  if (related.length === 0) found.push(finding(id, 'no_related'));
  if (!/^\d\. /m.test(answer)) found.push(finding(id, 'no_steps'));
  return found;
}

const secret = /验证码|卡号|CVV|安全码|支付密码|登录密码/i;
const outcome = /(一定|保证|肯定|必定|百分之百)(能|会|可以)?(追回|找回|退回|赔)/;
const blame = /谁让您|您自己不小心|是您的(疏忽|过错|责任)/;

function unsafeWords(entry: Entry, appOnly: string): EntryFinding[] {
  const found: EntryFinding[] = [];
  const steps = (entry.steps ?? []).join('\n');
  const everything = [entry.answer, entry.detail ?? '', steps].join('\n');
  if (secret.test(steps) && !entry.answer.includes(appOnly)) found.push(finding(entry.id, 'not_app_only'));
  if (outcome.test(everything)) found.push(finding(entry.id, 'promises'));
  if (blame.test(everything)) found.push(finding(entry.id, 'blames'));
  if (entry.priority === 'urgent' && entry.intent !== 'theft' && entry.intent !== 'phishing_report') {
    found.push(finding(entry.id, 'urgent_kept'));
  }
  return found;
}

function deadWords({ id, answer }: Entry, understands: (word: string) => boolean): EntryFinding[] {
  return tappableWords(answer)
    .filter((word) => !understands(word))
    .map((word) => finding(id, 'dead_word', { word }));
}

function tooLong({ id, answer }: Entry): EntryFinding[] {
  const bytes = utf8Length(answer);
  if (bytes <= comfortableBytes) return [];
  return [finding(id, 'long', { bytes: String(bytes), most: String(comfortableBytes) })];
}

function repeated(entries: readonly Entry[]): EntryFinding[] {
  const firstOf = new Map<string, string>();
  return entries.flatMap((entry) =>
    entry.questions.flatMap((text) => {
      const plain = plainCharacters(text);
      const other = firstOf.get(plain);
      firstOf.set(plain, other ?? entry.id);
      return other === undefined ? [] : [finding(entry.id, 'repeats', { text, other })];
    }),
  );
}

function matchedElsewhere(entries: readonly Entry[], match: (text: string) => Match): EntryFinding[] {
  return entries.flatMap((entry) =>
    entry.questions.flatMap((text) => {
      // To be unsure of a phrasing costs a question back; to answer it with another entry misleads.
      const { best } = match(text);
      if (best === undefined || best === entry.id) return [];
      return [finding(entry.id, 'elsewhere', { text, other: best })];
    }),
  );
}

function nearlyRepeated(entries: readonly Entry[]): EntryFinding[] {
  const phrasings = entries.flatMap(({ id, questions }) => questions.map((text) => ({ entry: id, text })));
  return nearestNeighbours(phrasings).flatMap(({ phrasing, own, other }) => {
    if (!other || other.similarity < nearlySame || other.similarity === 1) return [];
    if (own && own.similarity >= other.similarity) return [];
    return [finding(phrasing.entry, 'nearly', { text: phrasing.text, near: other.text, other: other.entry })];
  });
}
