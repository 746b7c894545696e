import { z } from 'zod';

const text = z.string().trim().min(1);

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
  tooManyTries: text,
  /** {employeeNumber} */
  servingAgent: text,
});

export type IdentityTexts = Readonly<z.infer<typeof identityTextsShape>>;
