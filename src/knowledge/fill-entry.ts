import type { Entry } from '../domain/knowledge.ts';
import type { WrittenEntry } from '../domain/knowledge-desk.ts';
import { fillFacts, placeholdersOf } from '../lib/fill.ts';
import type { Facts } from '../lib/fill.ts';
import { mostTextBytes, utf8Length } from '../lib/bytes.ts';
import { renderTappable } from '../lib/tappable.ts';

type FilledEntry = {
  readonly id: string;
  readonly entry: Entry;
  readonly problems: readonly { readonly field: string; readonly problem: string }[];
};

/**
 * An entry as it is shown, or what keeps it from being shown: a placeholder without a fact, a text over the limit.
 * `{steps}` in an answer stands for the entry's own steps, numbered, so that they are written once.
 * The title is a way of asking, too: it is what a customer taps where entries are offered.
 */
export function fillEntry(written: WrittenEntry, facts: Facts): FilledEntry {
  const { detail, steps, prepare, illustrations, ...plain } = written;
  const unknown = unknownPlaceholders(written, facts);
  if (unknown.length > 0) return { id: written.id, entry: plain, problems: unknown };

  const say = (text: string): string => fillFacts(text, facts).trim();
  const title = say(written.title);
  const filledSteps = steps?.map(say);
  const answerFacts = filledSteps ? { ...facts, steps: numbered(filledSteps) } : facts;
  const entry: Entry = {
    ...plain,
    title,
    questions: written.questions.includes(title) ? written.questions : [...written.questions, title],
    answer: fillFacts(written.answer, answerFacts).trim(),
    ...(detail !== undefined && { detail: say(detail) }),
    ...(filledSteps && { steps: filledSteps }),
    ...(prepare && { prepare: prepare.map(say) }),
    ...(illustrations && { illustrations }),
  };
  // Words to tap are longest as links: what fits then fits always.
  const bytes = utf8Length(renderTappable(entry.answer, true));
  const problem = `is ${bytes} bytes of UTF-8 when filled in; WeChat takes ${mostTextBytes}`;
  return { id: written.id, entry, problems: bytes > mostTextBytes ? [{ field: 'answer', problem }] : [] };
}

function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
}

function unknownPlaceholders(written: WrittenEntry, facts: Facts): FilledEntry['problems'] {
  const own = written.steps ? ['steps'] : [];
  const texts: readonly (readonly [field: string, text: string, own: readonly string[]])[] = [
    ['title', written.title, []],
    ['answer', written.answer, own],
    ['detail', written.detail ?? '', []],
    ['steps', (written.steps ?? []).join('\n'), []],
    ['prepare', (written.prepare ?? []).join('\n'), []],
  ];
  return texts.flatMap(([field, text, allowed]) =>
    placeholdersOf(text)
      .filter((name) => !Object.hasOwn(facts, name) && !allowed.includes(name))
      .map((name) => ({ field, problem: `{${name}} is no fact of the wallet` })),
  );
}
