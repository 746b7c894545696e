import { z } from 'zod';
import { intents, priorities } from '../domain/intent.ts';
import { editActs } from '../domain/knowledge-desk.ts';

const time = z.iso.datetime();
const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(60);
const line = z.string().trim().min(1);
const epoch = z.int().min(0);

/** An entry as editors write it. Whether it may be published is the check's to say. */
export const writtenShape = z.strictObject({
  id,
  topic: id,
  title: line.max(40),
  intent: z.enum(intents),
  priority: z.enum(priorities),
  questions: z.array(line.max(80)).min(1).max(200),
  answer: line.max(3_000),
  detail: line.max(6_000).optional(),
  steps: z.array(line.max(500)).min(1).max(20).optional(),
  prepare: z.array(line.max(500)).min(1).max(20).optional(),
  related: z.array(id).max(10),
  illustrations: z
    .array(
      z.strictObject({
        kind: z.enum(['picture', 'video']),
        file: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*\.(png|jpg|webp|mp4)$/),
        text: line.max(200),
      }),
    )
    .min(1)
    .max(6)
    .optional(),
});

export const findingShape = z.strictObject({
  entry: z.string(),
  code: z.string(),
  blocks: z.boolean(),
  problem: z.string(),
  words: z.string(),
  other: z.string().optional(),
});
export const findingsShape = z.strictObject({ findings: z.array(findingShape) });

export const summariesShape = z.strictObject({
  entries: z.array(
    z.strictObject({
      id: z.string(),
      topic: z.string(),
      title: z.string(),
      epoch,
      state: z.enum(['published', 'retired', 'new']),
      source: z.enum(['files', 'store']),
      hasDraft: z.boolean(),
      yes: z.int(),
      no: z.int(),
    }),
  ),
});

export const entryFileShape = z.strictObject({
  id: z.string(),
  epoch,
  base: writtenShape.nullable(),
  live: writtenShape.nullable(),
  draft: writtenShape.optional(),
  history: z.array(
    z.strictObject({
      n: z.int(),
      act: z.enum(editActs),
      at: time,
      by: z.strictObject({ name: z.string(), employeeNumber: z.string() }),
      content: writtenShape.nullable(),
    }),
  ),
});

export const missDraftsShape = z.strictObject({
  drafts: z.array(
    z.strictObject({
      title: z.string(),
      questions: z.array(z.string()),
      count: z.int(),
      firstAt: time,
      lastAt: time,
      nearest: z.string().optional(),
    }),
  ),
});

const share = z.record(z.string(), z.number());
export const explainedShape = z.strictObject({
  read: z.string(),
  intent: z.enum(intents).nullable(),
  priority: z.enum(priorities),
  entry: z.string().nullable(),
  title: z.string().nullable(),
  rule: z.string().nullable(),
  band: z.enum(['answer', 'offer', 'hand_over']),
  confidence: z.number(),
  thresholds: z.strictObject({ answer: z.number(), offer: z.number(), alarm: z.number() }),
  evidence: share.nullable(),
  candidates: z.array(
    z.strictObject({
      entry: z.string(),
      title: z.string(),
      value: z.number(),
      views: share,
      features: z.array(
        z.strictObject({
          view: z.enum(['characters', 'meaning', 'concepts', 'pairs', 'sound']),
          term: z.string(),
          adds: z.number(),
        }),
      ),
      phrasings: z.array(z.strictObject({ text: z.string(), likeness: z.number() })),
    }),
  ),
});

export const entryParams = z.strictObject({ id });
export const draftBody = z.strictObject({ epoch, entry: writtenShape });
export const epochBody = z.strictObject({ epoch });
export const rollBackBody = z.strictObject({ epoch, to: z.int().min(0).describe('a revision; 0 is the files’ own') });
export const explainBody = z.strictObject({ text: z.string().min(1).max(2_000) });
export const exportQuery = z.strictObject({ format: z.enum(['csv', 'markdown']).default('csv') });
export const importBody = z.strictObject({
  format: z.enum(['csv', 'markdown']),
  text: z.string().min(1).max(2_000_000),
});
export const importedShape = z.strictObject({ saved: z.array(z.string()), unchanged: z.int() });
