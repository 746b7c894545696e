import { z } from 'zod';
import { duties, roles } from '../domain/agent.ts';
import { restraintKinds } from '../domain/customer.ts';
import { priorities } from '../domain/intent.ts';
import { mediaKinds, mediaStates } from '../domain/media.ts';
import { closeCodes, deliveryStates, moves, slaClocks, thirdParties, ticketStates } from '../domain/ticket.ts';

// What goes over the wire. The routes check with these, and the description in /api/openapi.json is made of them.

const time = z.iso.datetime();
const colleague = z.strictObject({ name: z.string(), employeeNumber: z.string() });

/** A ticket as the console sees it: flat, and never with the OpenID. */
export const ticketShape = z.strictObject({
  number: z.string(),
  customer: z.string().describe('a random id that stands for the customer'),
  state: z.enum(ticketStates),
  epoch: z.int(),
  priority: z.enum(priorities),
  lifeAtRisk: z
    .literal(true)
    .optional()
    .describe('its customer has spoken of not wanting to live: before everything else in the queue'),
  topic: z.string(),
  tier: z.int(),
  tiers: z
    .array(z.strictObject({ tier: z.int(), at: time, by: z.string() }))
    .optional()
    .describe('how it came to its tier, oldest first'),
  owner: colleague.optional(),
  offer: z
    .strictObject({ by: colleague, at: time, expiresAt: time })
    .optional()
    .describe('given to its owner by a colleague, not taken up yet'),
  move: z.enum(moves).describe('who has to do the next thing'),
  party: z.enum(thirdParties).optional(),
  promisedAt: time.optional().describe('by when the customer was promised to hear of it'),
  due: z.strictObject({ claimBy: time.optional(), replyBy: time.optional(), solveBy: time.optional() }),
  marks: z
    .partialRecord(z.enum(slaClocks), z.enum(['warned', 'missed']))
    .optional()
    .describe('how far the clocks that run now have come'),
  breached: z.array(z.enum(slaClocks)).optional().describe('every promise that was ever missed'),
  summary: z.string(),
  queuedAt: time,
  claimedAt: time.optional(),
  firstReplyAt: time.optional(),
  lastInAt: time.optional(),
  lastOutAt: time.optional(),
  snoozedUntil: time.optional(),
  closedAt: time.optional(),
  closeCode: z.enum(closeCodes).optional(),
  survey: z.strictObject({ score: z.enum(['yes', 'no']), at: time }).optional(),
});
export type TicketJson = z.infer<typeof ticketShape>;

export const lineShape = z.strictObject({
  id: z.string(),
  seq: z.int(),
  from: z.enum(['customer', 'bot', 'agent', 'system']),
  kind: z.string(),
  text: z.string(),
  at: time,
  by: colleague.optional(),
  media: z
    .strictObject({
      id: z.string(),
      kind: z.enum(mediaKinds),
      state: z.enum(mediaStates),
      contentType: z.string().optional(),
      size: z.int().optional(),
      preview: z.string().optional().describe('a picture in so few points that nothing can be read, as data address'),
    })
    .optional(),
  delivery: z
    .strictObject({ state: z.enum(deliveryStates), reason: z.string().optional(), leavesAt: time.optional() })
    .optional(),
});
export type LineJson = z.infer<typeof lineShape>;

export const threadShape = ticketShape.extend({
  transcript: z.array(lineShape),
  window: z
    .strictObject({ closesAt: time, left: z.int() })
    .optional()
    .describe('what WeChat still lets the account send to the customer; absent once the window is closed'),
});

export const ticketPageShape = z.strictObject({ tickets: z.array(ticketShape), next: z.string().optional() });

export const countsShape = z.strictObject({
  queued: z.int(),
  mine: z.int(),
  snoozed: z.int(),
  live: z.int(),
});

export const topicsShape = z.strictObject({
  topics: z.array(z.strictObject({ id: z.string(), title: z.string() })),
});

export const sentShape = z.strictObject({ message: lineShape, epoch: z.int() });

export const agentShape = z.strictObject({
  login: z.string(),
  name: z.string(),
  employeeNumber: z.string(),
  roles: z.array(z.enum(roles)),
  skills: z.array(z.string()),
  tier: z.int().optional(),
  capacity: z.int(),
  disabled: z.boolean(),
  duty: z.enum(duties),
});
/** who is signed in */
export const meShape = agentShape.extend({ secondFactor: z.boolean() });
export type AgentJson = z.infer<typeof agentShape>;

export const colleagueShape = colleague.extend({
  roles: z.array(z.enum(roles)),
  present: z.boolean(),
  duty: z.enum(duties),
});

/** what became of each of many */
export const manyShape = z.strictObject({
  results: z.array(
    z.strictObject({
      number: z.string(),
      ok: z.boolean(),
      epoch: z.int().optional(),
      error: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
});

export const customerShape = z.strictObject({
  customer: z.string(),
  followed: z.boolean(),
  window: z.strictObject({ left: z.int(), closesAt: time }).optional(),
  ticket: z.string().optional(),
  lastInAt: time.optional(),
  restraint: z
    .strictObject({ kind: z.enum(restraintKinds), until: time, reason: z.string(), by: z.string(), since: time })
    .optional(),
});

export const errorShape = z.object({ error: z.string(), message: z.string() });
export const conflictShape = z.object({
  error: z.string(),
  message: z.string(),
  owner: colleague.optional(),
  epoch: z.int().optional(),
});

// What comes in. Strict objects of strings and numbers: an operator or a field too many ends as a 400.

export const numberParams = z.strictObject({ number: z.string().regex(/^K\d{8}-\d{4,8}$/) });
export const loginParams = z.strictObject({ login: z.string().regex(/^[\w.@-]{2,64}$/) });
export const epoch = z.int().min(0);
/** a colleague's employee number, or a topic */
export const transferTarget = z.string().regex(/^[\w.@-]{1,64}$/);
const note = z.string().trim().min(1).max(2_000);
export const words = {
  note,
  reply: z.string().min(1).max(8_000).regex(/\S/),
  /** why what was blocked may go out */
  release: z.string().trim().min(4).max(200),
} as const;
/** a password as it is written down here before its own rules are looked at */
export const password = z.string().min(1).max(512);

export const listQuery = z.strictObject({
  state: z.enum(ticketStates).optional(),
  mine: z.enum(['true', 'false', '1', '0']).optional(),
  q: z.string().max(100).optional(),
  after: z
    .string()
    .regex(/^[\w.:~=-]{1,300}$/)
    .optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .optional(),
});

const employeeNumber = z.string().regex(/^[A-Za-z0-9-]{1,20}$/);

export const accountBody = z.strictObject({
  login: z.string().regex(/^[\w.@-]{2,64}$/),
  password,
  name: z.string().trim().min(1).max(40),
  employeeNumber,
  roles: z.array(z.enum(roles)).min(1).max(roles.length),
  skills: z.array(z.string().min(1).max(64)).max(50).default([]),
  tier: z.int().min(1).max(3).optional(),
  capacity: z.int().min(1).max(100).default(5),
});

export const accountChangeBody = z.strictObject({
  employeeNumber: employeeNumber.optional(),
  tier: z.int().min(1).max(3).optional(),
  name: z.string().trim().min(1).max(40).optional(),
  roles: z.array(z.enum(roles)).min(1).max(roles.length).optional(),
  skills: z.array(z.string().min(1).max(64)).max(50).optional(),
  capacity: z.int().min(1).max(100).optional(),
  disabled: z.boolean().optional(),
});
