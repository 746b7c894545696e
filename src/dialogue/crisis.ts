import { crisisTopic } from './crisis-topic.ts';
import { openNow } from './handoff.ts';
import { addToTicket } from './live-ticket.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

/** Words of somebody who no longer wants to live come before every conversation: care first, and a person at once. */
export function onCrisis(scene: Scene): Turn | undefined {
  const { say, ticket, heard } = scene;
  if (heard.understanding.intent !== crisisTopic) return undefined;
  if (!ticket) return openNow(scene, { topic: crisisTopic, told: (number) => say('crisis', { number }) });
  const { acts = [] } = addToTicket(scene, ticket.number);
  return { text: say('crisisAgain', { number: ticket.number }), acts, because: 'crisis.again' };
}
