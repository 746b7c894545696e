import type { Priority } from './intent.ts';

export const secretTypes = [
  'bank_card',
  'id_card',
  'phone',
  'email',
  'passport',
  'code',
  'password',
  'cvv',
  'seed_phrase',
  'private_key',
] as const;
export type SecretType = (typeof secretTypes)[number];

/** A secret or personal fact found in a text, never stored with its value. `start` and `end` are UTF-16 offsets. */
export type Secret = { readonly type: SecretType; readonly start: number; readonly end: number };

export const contactKinds = ['phone', 'email', 'wechat', 'qq', 'app', 'social', 'account'] as const;
export type ContactKind = (typeof contactKinds)[number];

export type FoundLink = {
  /** as it was written */
  readonly shown: string;
  /** the registrable domain or host it leads to, ASCII */
  readonly domain: string;
  readonly official: boolean;
};

export type FoundContact = { readonly kind: ContactKind; readonly value: string; readonly official: boolean };

/** What the redactor answers: the text that may be stored, and what was in it. `findings` stays in memory. */
export type Redacted = { readonly masked: string; readonly findings: readonly Secret[] };

/** A known trick in what a customer tells us. */
export type ScamSign = {
  /** id of config/safety.yaml */
  readonly trick: string;
  readonly priority: Priority;
};

/** Whether a text may go to a customer. `reason` is Chinese, for the agent who wrote it. */
export type OutgoingVerdict =
  { readonly ok: true } | { readonly ok: false; readonly code: string; readonly reason: string };

export type Inspection = {
  readonly masked: string;
  readonly secrets: readonly { readonly type: SecretType }[];
  readonly links: readonly FoundLink[];
  readonly contacts: readonly FoundContact[];
  readonly scam: readonly string[];
  readonly priority: Priority;
};
