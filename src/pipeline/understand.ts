import type { Heard } from '../dialogue/scene.ts';
import { promisedWord } from '../dialogue/words.ts';
import type { Customer } from '../domain/customer.ts';
import type { Evidence, Judged, PhraseWish } from '../domain/identity.ts';
import type { CustomerId } from '../domain/ids.ts';
import { graver } from '../domain/intent.ts';
import type { Understanding } from '../domain/knowledge.ts';
import type { Message } from '../domain/push.ts';
import type { Redacted, SecretType } from '../domain/safety.ts';
import { wishIn } from '../identity/challenge-words.ts';
import { phraseWordsIn, type PhraseWords } from '../identity/phrase-words.ts';
import { hideWish } from './hide-wish.ts';
import { lineOf, wordsOf } from './words-of.ts';

export type UnderstandDeps = {
  readonly redact: (text: string) => Redacted;
  /** a secret whose first half was an earlier message's end */
  readonly findSplit: (message: Message, said: string, customer: Customer) => SplitFound | undefined;
  /** the key whose text in a menu this is */
  readonly menuKey: (text: string) => string | undefined;
  readonly understandText: (text: string) => Understanding;
  /** warnings about tricks and secrets, verdicts on links, numbers and accounts; sees the raw text, in memory only */
  readonly look: (text: string, secrets: readonly SecretType[]) => Look;
  /** seals what a report names; sees the raw text */
  readonly evidenceIn: (text: string) => readonly Evidence[];
  readonly sealPhrase: (phrase: string, customer: CustomerId) => Extract<PhraseWish, { kind: 'set' }>['sealed'];
};

export type SplitFound = {
  readonly text: string;
  readonly types: readonly SecretType[];
  readonly remask: { readonly seq: number; readonly text: string };
};

export type Look = {
  readonly warnings: readonly string[];
  readonly judged: readonly Judged[];
  /** whether the warnings answer the question, who is who: what else the words resemble is not meant */
  readonly isAnswer: boolean;
  readonly priority?: Understanding['priority'];
};

const nothing: Understanding = { intent: undefined, priority: 'normal', score: 0, candidates: [] };
const whoIsWho = { intent: 'verify_agent', score: 1, candidates: [], rule: 'who-is-who' } as const;

/** Hears a message: masks it first, then finds out what it wants. The raw text ends here. */
export function createUnderstand(deps: UnderstandDeps) {
  const { redact, findSplit, menuKey, understandText, look, evidenceIn, sealPhrase } = deps;

  return (message: Message, customer: Customer): Heard => {
    const said = chosen(wordsOf(message), customer.options);
    const { masked, secrets, remask } = mask(message, said, customer);
    const { warnings, judged, priority, isAnswer } = look(said, secrets);
    const heard = said === '' ? nothing : refine(masked, { message, customer });
    const understanding = isAnswer && heard.priority !== 'urgent' ? { ...whoIsWho, priority: heard.priority } : heard;
    return {
      kind: said === '' || message.type !== 'text' ? message.type : 'text',
      secrets,
      ...{ warnings, judged, evidence: evidenceOf(said, customer) },
      understanding: { ...understanding, priority: graver(understanding.priority, priority ?? 'low') },
      ...(remask && { remask }),
      ...wordsIn(message, said),
      ...wishesIn(message, { said, masked, customer }),
    };
  };

  function mask(message: Message, said: string, customer: Customer) {
    const redacted = redact(said);
    const types = redacted.findings.map(({ type }) => type);
    const split = findSplit(message, said, customer);
    if (!split) return { masked: redacted.masked, secrets: [...new Set(types)] };
    return { masked: split.text, secrets: [...new Set([...types, ...split.types])], remask: split.remask };
  }

  function wordsIn(message: Message, said: string): Pick<Heard, 'word' | 'menuKey'> {
    const word = message.type === 'text' ? promisedWord(said) : undefined;
    if (word !== undefined) return { word };
    const key = menuKey(said);
    return key === undefined ? {} : { menuKey: key };
  }

  /** Wishes are read from the raw text; the line that is stored shows neither code nor phrase. */
  function wishesIn(
    message: Message,
    { said, masked, customer }: { said: string; masked: string; customer: Customer },
  ): Pick<Heard, 'wish' | 'phrase' | 'text'> {
    const wish = message.type === 'text' ? wishIn(said) : undefined;
    const words = message.type === 'text' ? phraseWordsIn(said) : undefined;
    return {
      text: lineOf(message, hideWish(masked, wish, words)),
      ...(wish && { wish }),
      ...(words && { phrase: phraseWish(words, customer) }),
    };
  }

  function phraseWish(words: PhraseWords, { customer }: Customer): PhraseWish {
    // What reads as a secret is none to be shown in every message.
    if (words.kind !== 'set') return { kind: words.kind };
    if (redact(words.phrase).findings.length > 0) return { kind: 'refused' };
    return { kind: 'set', sealed: sealPhrase(words.phrase, customer) };
  }

  /** Only a report keeps what a message names; what was written right before it belongs to it. */
  function evidenceOf(said: string, { dialogue, pushes }: Customer): readonly Evidence[] {
    if (dialogue.kind === 'form' && dialogue.form === 'report') return evidenceIn(said);
    if (promisedWord(said) !== 'report') return [];
    const before = pushes.flatMap((push) => (push.in?.kind === 'text' ? [push.in.text] : [])).slice(-mostBefore);
    const asked = pushes.flatMap(({ acts }) => acts.flatMap((act) => (act.kind === 'remember-asked' ? act.asked : [])));
    return [...evidenceIn([...before, said].join('\n')), ...asked];
  }

  /**
   * What does not stand by itself is heard together with what it adds to: the question that was asked back about. So is
   * a few words that would mean something else alone: 绑卡 after 一直失败 does not ask how a card is bound.
   */
  function refine(masked: string, { message, customer: { dialogue } }: Heedful): Understanding {
    const alone = understandText(masked);
    if (dialogue.kind !== 'asked' || dialogue.said === '') return alone;
    if (message.createdAt.getTime() - dialogue.since.getTime() > patienceMs) return alone;
    if (alone.intent !== undefined && (alone.score === 1 || masked.length > fewWords)) return alone;
    const together = understandText(`${dialogue.said}，${masked}`);
    return alone.intent !== undefined && together.intent === undefined ? alone : together;
  }
}

type Heedful = { readonly message: Message; readonly customer: Customer };

/** Characters: longer messages are whole questions. */
const fewWords = 10;

/** After it a new message is a new matter. */
const patienceMs = 10 * 60_000;

/** Lines before 举报 that may name the impostor. */
const mostBefore = 3;

/** A bare number stands for the option that the last menu gave it. */
function chosen(text: string, options: readonly string[]): string {
  const number = /^[1-9]$/.exec(text.normalize('NFKC'))?.[0];
  return (number === undefined ? undefined : options[Number(number) - 1]) ?? text;
}
