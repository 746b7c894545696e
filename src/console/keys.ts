import type { WordKey } from './i18n/words.ts';

export type KeyName =
  | 'next'
  | 'previous'
  | 'claim'
  | 'reply'
  | 'note'
  | 'transfer'
  | 'escalate'
  | 'snooze'
  | 'wait'
  | 'resolve'
  | 'search'
  | 'select'
  | 'help';

type KeyAct = { readonly name: KeyName; readonly key: string; readonly shown: string; readonly word: WordKey };

/** Single keys: no Alt, which types letters on a Mac, and nothing that a browser keeps for itself. */
export const keyActs: readonly KeyAct[] = [
  { name: 'next', key: 'j', shown: 'J', word: 'keys.next' },
  { name: 'previous', key: 'k', shown: 'K', word: 'keys.previous' },
  { name: 'claim', key: 'c', shown: 'C', word: 'act.claim' },
  { name: 'reply', key: 'r', shown: 'R', word: 'composer.reply' },
  { name: 'note', key: 'n', shown: 'N', word: 'composer.note' },
  { name: 'transfer', key: 't', shown: 'T', word: 'act.transfer' },
  { name: 'escalate', key: 'e', shown: 'E', word: 'act.escalate' },
  { name: 'snooze', key: 's', shown: 'S', word: 'act.snooze' },
  { name: 'wait', key: 'w', shown: 'W', word: 'act.wait' },
  { name: 'resolve', key: 'x', shown: 'X', word: 'act.resolve' },
  { name: 'search', key: '/', shown: '/', word: 'keys.search' },
  { name: 'select', key: 'v', shown: 'V', word: 'keys.select' },
  { name: 'help', key: '?', shown: '?', word: 'keys.help' },
];

/** The part of a KeyboardEvent that matters here. */
type Pressed = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  readonly defaultPrevented: boolean;
};

/**
 * What a key does, if anything: nothing while somebody types, or with another key held.
 *
 * @param focus the element that has the focus
 */
export function keyName(pressed: Pressed, focus: { readonly tagName: string } | null): KeyName | undefined {
  const isTaken =
    pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing || pressed.defaultPrevented;
  if (isTaken || ['INPUT', 'TEXTAREA', 'SELECT'].includes(focus?.tagName ?? '')) return undefined;
  return keyActs.find(({ key }) => key === pressed.key.toLowerCase())?.name;
}
