/** Values for the `{placeholders}` of a configured text. */
export type Facts = Readonly<Record<string, string>>;

const placeholder = /\{([a-zA-Z][\w.]*)\}/g;

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
