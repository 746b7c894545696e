import type { Heard } from '../dialogue/scene.ts';
import { promisedWord } from '../dialogue/words.ts';
import type { Customer } from '../domain/customer.ts';
import type { Understanding } from '../domain/knowledge.ts';
import type { Message } from '../domain/push.ts';
import type { Redacted } from '../domain/safety.ts';
import { challengeCodeIn, employeeNumberIn } from '../identity/challenge-words.ts';
import { lineOf, wordsOf } from './words-of.ts';

export type UnderstandDeps = {
  readonly redact: (text: string) => Redacted;
  /** the key whose text in a menu this is */
  readonly menuKey: (text: string) => string | undefined;
  readonly understandText: (text: string) => Understanding;
  /** warnings about tricks and secrets, answers about links, numbers and accounts; sees the raw text, in memory only */
  readonly look: (text: string, redacted: Redacted) => Look;
};

export type Look = { readonly warnings: readonly string[]; readonly priority?: Understanding['priority'] };

const nothing: Understanding = { intent: undefined, priority: 'normal', score: 0, candidates: [] };

/** Hears a message: masks it first, then finds out what it wants. The raw text ends here. */
export function createUnderstand({ redact, menuKey, understandText, look }: UnderstandDeps) {
  return (message: Message, customer: Customer): Heard => {
    const said = chosen(wordsOf(message), customer.options);
    const redacted = redact(said);
    const word = message.type === 'text' ? promisedWord(said) : undefined;
    const key = word === undefined ? menuKey(said) : undefined;
    const { warnings, priority } = look(said, redacted);
    const understanding = said === '' ? nothing : refine(redacted.masked, { message, customer });
    const graver = priority === 'urgent' ? priority : understanding.priority;
    return {
      kind: said === '' || message.type !== 'text' ? message.type : 'text',
      text: lineOf(message, redacted.masked),
      secrets: [...new Set(redacted.findings.map(({ type }) => type))],
      warnings,
      understanding: { ...understanding, priority: graver },
      ...(word && { word }),
      ...proofIn(said),
      ...(key !== undefined && { menuKey: key }),
    };
  };

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

/** A wish for proof; read from the raw text, for a code is masked. */
function proofIn(said: string): Pick<Heard, 'proof'> {
  const employeeNumber = employeeNumberIn(said);
  if (employeeNumber !== undefined) return { proof: { kind: 'agent', employeeNumber } };
  return challengeCodeIn(said) === undefined ? {} : { proof: { kind: 'code' } };
}

/** A bare number stands for the option that the last menu gave it. */
function chosen(text: string, options: readonly string[]): string {
  const number = /^[1-9]$/.exec(text.normalize('NFKC'))?.[0];
  return (number === undefined ? undefined : options[Number(number) - 1]) ?? text;
}
