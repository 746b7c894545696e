import { z } from 'zod';
import { intents, priorities } from '../domain/intent.ts';

export const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'an id is kebab-case: small letters, digits and hyphens');
const line = z.string().trim().min(1);

/** A file of config/knowledge/media, by its bare name. */
export const mediaFile = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*\.(png|jpg|webp|mp4)$/, 'a file is name.png, .jpg, .webp or .mp4');

export const EntryShape = z.strictObject({
  id,
  title: line.max(40),
  intent: z.enum(intents),
  priority: z.enum(priorities).default('normal'),
  questions: z.array(line.max(80)).min(1).max(200),
  answer: line,
  detail: line.optional(),
  steps: z.array(line).min(1).optional(),
  prepare: z.array(line).min(1).optional(),
  related: z.array(id).default([]),
  illustrations: z
    .array(z.strictObject({ kind: z.enum(['picture', 'video']), file: mediaFile, text: line.max(200) }))
    .min(1)
    .max(6)
    .optional(),
});

/** One file of config/knowledge: a topic and its entries. */
export const TopicFile = z.strictObject({
  topic: z.strictObject({
    id,
    title: line.max(20),
    /** place among the topics of the help centre, smallest first */
    order: z.number().int().default(100),
  }),
  entries: z.array(EntryShape).min(1),
});

export type TopicFile = z.infer<typeof TopicFile>;
