/** Where a customer's anti-phishing phrase goes in a text for the outbox: a private-use character that nobody types. */
export const phraseSlot = '\ue000';

/** A text as it reads without a phrase: anywhere but at the customer's the slot's character would be shown as a box. */
export function withoutPhraseSlot(text: string): string {
  return text.replaceAll(phraseSlot, '');
}

/** Bytes of UTF-8 that a phrase with its brackets may add. */
export const phraseBytes = 64;
