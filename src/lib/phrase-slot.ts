/** Where a customer's anti-phishing phrase goes in a text for the outbox: a private-use character that nobody types. */
export const phraseSlot = '\ue000';

/** Bytes of UTF-8 that a phrase with its brackets may add. */
export const phraseBytes = 64;
