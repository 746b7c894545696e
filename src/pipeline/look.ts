import type { Say } from '../dialogue/say.ts';
import type { Judged } from '../domain/identity.ts';
import type { Priority } from '../domain/intent.ts';
import type { ReplyKey } from '../domain/replies.ts';
import type { ScamSign, SecretType } from '../domain/safety.ts';
import type { Look } from './understand.ts';

export type LookDeps = {
  readonly say: Say;
  readonly scamSigns: (text: string) => readonly ScamSign[];
  /** what a trick's victim is told */
  readonly warningOf: (trick: string) => string | undefined;
  /** links, numbers and accounts in a text, judged by the registry; sees the raw text */
  readonly judge: (text: string) => readonly Judged[];
  /** whether a text shows one and says nothing else */
  readonly isOnlyContact: (text: string) => boolean;
  /** who is behind the account, where a text asks for it */
  readonly certificationFor: (text: string) => string | undefined;
  /** whether a text offers or brings identity papers */
  readonly offersPapers: (text: string) => boolean;
  /** whether a text offers a picture of a message or call, to be judged */
  readonly offersPicture: (text: string) => boolean;
};

/** What must be changed at once when it has been said; the rest is masked without a word. */
const burnt: Readonly<Partial<Record<SecretType, ReplyKey>>> = {
  password: 'secretPassword',
  code: 'secretCode',
  cvv: 'secretCvv',
  seed_phrase: 'secretSeedPhrase',
  private_key: 'secretPrivateKey',
};

/** Looks at a message for what the customer must be warned of, whatever else it wants. */
export function createLook(deps: LookDeps) {
  const { say, scamSigns, warningOf, judge, isOnlyContact, certificationFor, offersPapers, offersPicture } = deps;

  return (text: string, secrets: readonly SecretType[]): Look => {
    const signs = scamSigns(text);
    const trick = signs[0];
    const warning = trick && warningOf(trick.trick);
    const judged = judge(text);
    const certification = judged.length === 0 ? certificationFor(text) : undefined;
    const answers = [
      ...(offersPicture(text) ? [say('pictureOffered')] : []),
      ...(certification === undefined ? [] : [certification]),
    ];
    const warnings = [
      ...secretWarnings(secrets),
      ...(warning === undefined ? [] : [warning]),
      ...(offersPapers(text) ? [say('papersWarning')] : []),
      ...answers,
    ];
    const isAnswer = answers.length > 0 || (judged.length > 0 && isOnlyContact(text));
    const priority = mostUrgent(signs);
    return { warnings, judged, isAnswer, ...(priority && { priority }) };
  };

  function secretWarnings(types: readonly SecretType[]): string[] {
    const kinds = [...new Set(types.flatMap((type) => burnt[type] ?? []))].map((key) => say(key));
    return [
      ...(kinds.length > 0 ? [say('secretWarning', { kinds: kinds.join('、') })] : []),
      ...(types.includes('bank_card') ? [say('cardWarning')] : []),
    ];
  }
}

function mostUrgent(signs: readonly ScamSign[]): Priority | undefined {
  return signs.some(({ priority }) => priority === 'urgent') ? 'urgent' : signs[0]?.priority;
}
