import { parse } from 'yaml';
import { z } from 'zod';
import { err, ok, type Result } from '../../lib/result.ts';
import { usualFaults } from '../faults.ts';
import type { PhoneAct } from '../phone/phone-acts.ts';
import { attackNames } from '../wire/attacks.ts';

/** `2s`, `500ms` */
const duration = z
  .string()
  .regex(/^\d+(ms|s)$/)
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith('ms') ? 1 : 1000));

const usualWithinMs = 6000;
const expectation = z.union([
  z
    .string()
    .min(1)
    .transform((text) => ({ text, within: usualWithinMs })),
  z.strictObject({ text: z.string().min(1), within: duration.default(usualWithinMs) }),
]);

const words = z.string().min(1);
const act = (what: PhoneAct) => ({ kind: 'act', act: what }) as const;

const failing = z.strictObject({
  path: words,
  with: z.enum(Object.keys(usualFaults) as [keyof typeof usualFaults]),
  times: z.int().min(1).default(1),
});

const step = z.union([
  z.enum(['follow', 'unfollow', 'voice', 'video']).transform((name) => act({ act: name })),
  z.strictObject({ say: words }).transform(({ say }) => act({ act: 'say', text: say })),
  z.strictObject({ tap: words }).transform(({ tap }) => act({ act: 'tap', button: tap })),
  z.strictObject({ scan: words }).transform(({ scan }) => act({ act: 'scan', ticket: scan })),
  z.strictObject({ choose: words }).transform(({ choose }) => ({ kind: 'choose', text: choose }) as const),
  z.strictObject({ wait: duration }).transform(({ wait }) => ({ kind: 'wait', ms: wait }) as const),
  z.strictObject({ customer: words }).transform(({ customer }) => ({ kind: 'customer', name: customer }) as const),
  z
    .strictObject({ attack: z.enum(attackNames) })
    .transform(({ attack }) => ({ kind: 'attack', name: attack }) as const),
  z.strictObject({ fail: failing }).transform(({ fail }) => ({ kind: 'fail', ...fail }) as const),
  z.strictObject({ expect: expectation }).transform(({ expect }) => ({ kind: 'expect', ...expect }) as const),
]);

/** One thing that a customer does on the phone, or that is expected to show there. */
export type Step = z.infer<typeof step>;

const maxSteps = 1000;

/** The steps of a script; on a fault, what is wrong and with which step. */
export function readScript(yaml: string): Result<readonly Step[], string> {
  let document: unknown;
  try {
    document = parse(yaml);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const steps = z.array(step).min(1).max(maxSteps).safeParse(document);
  if (steps.success) return ok(steps.data);
  const [fault] = steps.error.issues;
  const where = typeof fault?.path[0] === 'number' ? `step ${fault.path[0] + 1}` : 'the script';
  return err(
    `${where} is none of: follow, unfollow, voice, video, say, tap, choose, scan, wait, customer, attack, fail, expect`,
  );
}
