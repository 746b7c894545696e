declare const mark: unique symbol;

/** Text that is HTML already, made by `html` alone. */
export type Html = { readonly [mark]: true; readonly text: string };
type Part = Html | string | number | undefined | readonly Part[];

const made = new WeakSet<object>();
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values are escaped, unless they were made by `html` themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  const text = strings.map((string, index) => (index === 0 ? string : written(values[index - 1]) + string)).join('');
  const result = { text } as Html;
  made.add(result);
  return result;
}

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replace(/[&<>"']/g, (character) => entities[character] ?? '');
  }
  if (isList(part)) return part.map(written).join('');
  // An object that only looks like Html (from JSON, say) is refused: it would not be escaped.
  if (!made.has(part)) throw new Error('Not made by html');
  return part.text;
}

function isList(part: Html | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}
