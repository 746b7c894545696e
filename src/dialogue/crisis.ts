import { openNow } from './handoff.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

const crisisTopic = 'crisis';

/** Words of somebody who no longer wants to live come before every conversation: care first, and a person at once. */
export function onCrisis(scene: Scene): Turn | undefined {
  const { say, ticket, heard } = scene;
  if (heard.understanding.intent !== crisisTopic) return undefined;
  if (!ticket) return openNow(scene, { topic: crisisTopic, told: (number) => say('crisis', { number }) });
  return {
    text: say('crisisAgain', { number: ticket.number }),
    acts: [{ kind: 'customer-wrote', number: ticket.number, priority: 'urgent', lifeAtRisk: true }],
    because: 'crisis.again',
  };
}
