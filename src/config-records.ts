import { z } from 'zod';
import { webhookForms } from './paging/webhook-forms.ts';

const days = z.int().positive();
const workingDays = z.int().positive().max(365);

/** What config/default.yaml says of complaints and reports, of calling staff, and of how long things are kept. */
export const recordsShape = {
  cases: z.strictObject({
    complaint: z.strictObject({ acknowledge: workingDays, answer: workingDays, close: workingDays }),
    report: z.strictObject({ acknowledge: workingDays, answer: workingDays, close: workingDays }),
  }),
  paging: z.strictObject({
    hosts: z.array(z.strictObject({ host: z.string().regex(/^[a-z\d.-]+$/), form: z.enum(webhookForms) })).max(20),
  }),
  audit: z.strictObject({ postAnchors: z.boolean() }),
  retention: z.strictObject({
    conversationDays: days.min(180),
    customerDays: days.min(180),
    recordDays: days.min(730),
    /** pictures, voice and video of customers */
    mediaDays: days.min(1),
  }),
} as const;

export type RecordsConfig = z.infer<z.ZodObject<typeof recordsShape>>;
