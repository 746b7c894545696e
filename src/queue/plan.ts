import { z } from 'zod';
import { slaClocks, type SlaClock, type Ticket } from '../domain/ticket.ts';

/** What is done when a promised time is missed: a higher priority, a call to the lead, back to the queue. */
const measures = ['raise', 'page', 'return'] as const;

const Minutes = z.number().positive().max(100_000);
const Promises = z.strictObject({ claim: Minutes, reply: Minutes, solve: Minutes });
const Name = z.string().regex(/^[\w.@-]{1,64}$/, 'is letters, digits and - _ . @');
const Measures = z.array(z.enum(measures)).max(measures.length);

/** The shape of config/queue.yaml. Times of `sla` are minutes within service hours. */
export const queuePlanShape = z.strictObject({
  routing: z.strictObject({
    mode: z.enum(['manual', 'least_load', 'round_robin'], 'is manual, least_load or round_robin'),
    /** a customer who comes back within these hours is led to the agent who had the matter last; 0: never */
    stickyHours: z.number().min(0).max(720),
    /** each skill with its topics */
    skills: z.record(Name, z.array(Name)).default({}),
    offerMinutes: Minutes,
    untouchedMinutes: Minutes,
    lostGraceSeconds: z.number().min(0).max(86_400),
  }),
  sla: z.strictObject({
    /** the part of a time after which those concerned are warned */
    warnAt: z.number().gt(0).lt(1),
    usual: Promises,
    tiers: z.partialRecord(z.enum(['1', '2', '3'], 'is a tier: 1, 2 or 3'), Promises.partial()).default({}),
    /** by topic or skill; they win over the tier's */
    topics: z.record(Name, Promises.partial()).default({}),
    missed: z.strictObject({ claim: Measures, reply: Measures, solve: Measures }),
  }),
});

/** Who gets which ticket, and how fast: config/queue.yaml. */
export type QueuePlan = z.infer<typeof queuePlanShape>;
export type RoutingPlan = QueuePlan['routing'];
export type SlaPlan = QueuePlan['sla'];

/** The skill that a topic needs: its own name where no skill names it. */
export function skillOf({ skills }: Pick<RoutingPlan, 'skills'>, topic: string): string {
  return Object.keys(skills).find((skill) => skills[skill]?.includes(topic)) ?? topic;
}

/** Whether config/queue.yaml knows a skill or topic by this name. */
export function isKnownTopic({ skills }: Pick<RoutingPlan, 'skills'>, name: string): boolean {
  return Object.hasOwn(skills, name) || Object.values(skills).some((topics) => topics.includes(name));
}

/** All topics that somebody with these skills takes; undefined: every topic. */
export function topicsOf(
  { skills }: Pick<RoutingPlan, 'skills'>,
  of: readonly string[],
): readonly string[] | undefined {
  if (of.length === 0) return undefined;
  return [...new Set(of.flatMap((skill) => [skill, ...(skills[skill] ?? [])]))];
}

/** The minutes of service that a ticket's clocks are given, by topic, skill and tier. */
export function minutesFor({ routing, sla }: QueuePlan, { topic, tier }: Pick<Ticket, 'topic' | 'tier'>) {
  const byTier = sla.tiers[String(tier) as keyof typeof sla.tiers];
  const byTopic = sla.topics[topic] ?? sla.topics[skillOf(routing, topic)];
  const minutes = (clock: SlaClock): number => byTopic?.[clock] ?? byTier?.[clock] ?? sla.usual[clock];
  const [claim, reply, solve] = slaClocks.map(minutes) as [number, number, number];
  return { claim, reply, solve };
}
