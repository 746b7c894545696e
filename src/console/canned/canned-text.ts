import { nextBlank } from '../blanks.ts';

/** The shortcut that is being typed: a field that holds `/` and the beginning of one, and nothing else. */
export function typedShortcut(text: string): string | undefined {
  return /^\/([^\s/]{0,20})$/u.exec(text)?.[1];
}

type Field = Pick<HTMLTextAreaElement, 'selectionStart' | 'setSelectionRange' | 'focus'>;

/** Marks the next blank of the field, so that what is typed replaces it. @returns whether there was one */
export function goToBlank(field: Field, text: string, from = field.selectionStart): boolean {
  const blank = nextBlank(text, from);
  if (!blank) return false;
  field.focus();
  field.setSelectionRange(blank.start, blank.end);
  return true;
}
