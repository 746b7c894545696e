import type { PlainText } from '../lib/plain-text.ts';
import type { SecretType } from '../domain/safety.ts';

/** A secret by its place in the plain text. `kept` is the part that may stay readable, for the chip. */
export type Finding = {
  readonly type: SecretType;
  readonly start: number;
  readonly end: number;
  readonly kept?: string;
};

export type Detector = (plain: PlainText) => Finding[];
