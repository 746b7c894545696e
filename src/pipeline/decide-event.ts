import type { Scene } from '../dialogue/scene.ts';
import { tap } from '../dialogue/tap.ts';
import { idle, type Turn } from '../dialogue/turn.ts';
import type { Act } from '../domain/push-record.ts';
import type { Event } from '../domain/push.ts';
import { onTappedIntent } from './decide-message.ts';

/** What the bot does about an event. Most want no answer. */
export function decideEvent(event: Event, scene: Scene): Turn {
  switch (event.type) {
    case 'subscribe':
      return { text: scene.say('welcome'), next: { followed: true, dialogue: idle }, because: 'follow' };
    case 'unsubscribe':
      return leave(scene);
    case 'click':
      return tapped(scene, event.eventKey);
    default:
      return { text: '', because: `event.${event.type}` };
  }
}

/**
 * The account's duty: who unfollows is erased. A ticket is closed as "left"; an urgent one stays for the people who
 * have it, for impostors order their victims to leave.
 */
function leave({ ticket }: Scene): Turn {
  const next = { followed: false, dialogue: idle, ticket: null };
  if (ticket?.priority === 'urgent')
    return { text: '', next: { followed: false, dialogue: idle }, because: 'unfollow.urgent' };
  const ended: Act[] = ticket ? [{ kind: 'customer-ended', number: ticket.number, code: 'left' }] : [];
  return { text: '', acts: [...ended, { kind: 'erase' }], next, because: 'unfollow' };
}

/** A key that is no longer in the menu comes from a phone that has not fetched the new one yet. */
function tapped(scene: Scene, key: string): Turn {
  const action = scene.menu(key) ?? scene.menu('help.centre');
  return action ? tap(scene, action, onTappedIntent) : { text: scene.say('miss'), because: 'tap.gone' };
}
