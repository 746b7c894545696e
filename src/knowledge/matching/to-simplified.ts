import * as opencc from 'opencc-js/t2cn';

// The package's declarations import their neighbours without an extension, which TypeScript's nodenext does not follow.
type Converters = { readonly Converter: (options: { from: 't'; to: 'cn' }) => (text: string) => string };

/** Traditional characters to simplified ones, by phrase where the character alone is ambiguous. */
export const toSimplified = (opencc as unknown as Converters).Converter({ from: 't', to: 'cn' });
