/** Values for the `{placeholders}` of a configured text. */
export type Facts = Readonly<Record<string, string>>;

const placeholder = /\{([a-zA-Z][\w.]*)\}/g;
const inBlanks = / ?\{([a-zA-Z][\w.]*)\} ?/g;
/** Han, Chinese punctuation, and the arrow between the steps of a path. */
const chinese = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef→]/u;

/** The names of the placeholders that a text has, in order, each once. */
export function placeholdersOf(template: string): string[] {
  return [...new Set([...template.matchAll(placeholder)].map((match) => match[1] ?? ''))];
}

/**
 * A configured text with its `{placeholders}` filled in, from the first facts that have a value.
 *
 * @throws on a placeholder that has no value: config is checked at start, so this is our mistake, not the operator's
 */
export function fill(template: string, ...facts: readonly Facts[]): string {
  return template.replace(placeholder, (_, name: string) => {
    const known = facts.find((some) => Object.hasOwn(some, name));
    if (!known) throw new Error(`No value for {${name}} in a configured text`);
    return known[name] ?? '';
  });
}

/**
 * A configured text with the wallet's facts filled in, once for all times that it is shown. A blank beside a placeholder
 * parts Chinese from letters and digits: where the fact turns out to be Chinese on that side (an app's name may be
 * either), it goes.
 *
 * @param own placeholders that are filled when the text is shown (a time, a count); they stay, as does what is no fact
 */
export function fillFacts(template: string, facts: Facts, own: readonly string[] = []): string {
  return template.replace(inBlanks, (found, name: string, at: number) => {
    const value = own.includes(name) || !Object.hasOwn(facts, name) ? undefined : facts[name];
    if (value === undefined) return found;
    const lead = found.startsWith(' ') && !areChinese(template[at - 1], value[0]) ? ' ' : '';
    const trail = found.endsWith(' ') && !areChinese(value.at(-1), template[at + found.length]) ? ' ' : '';
    return `${lead}${value}${trail}`;
  });
}

function areChinese(one = '', other = ''): boolean {
  return chinese.test(one) && chinese.test(other);
}
