import { z } from 'zod';

const text = z.string().trim().min(1);

/** At least 32 words with white space between them. */
const list = text
  .transform((words) => words.split(/\s+/))
  .refine((words) => new Set(words).size >= 32, 'has fewer than 32 words');

/** The texts under `identity:` of config/replies.yaml; what may stand in each between braces is said beside it. */
export const identityTextsShape = z.strictObject({
  /** {what}, {name}, {purpose}, {never} */
  official: text,
  /** {what} */
  unknown: text,
  /** {what}, {official} */
  lookAlike: text,
  /** {what}, {count} */
  reported: text,
  /** {company}, {wechatSubject}, {licence}, {lookUp} */
  certification: text,
  certificationNone: text,
  /** {name}, {employeeNumber}, {since}, {matter} */
  agentConfirmed: text,
  /** the one answer to everything but a live match */
  notConfirmed: text,
  /** {word} */
  wordGiven: text,
  /** {employeeNumber} */
  servingAgent: text,
  /** what a word to read back is put together from: one of each list, and three digits */
  words: z.strictObject({ first: list, second: list }),
});

export type IdentityTexts = Readonly<z.infer<typeof identityTextsShape>>;
