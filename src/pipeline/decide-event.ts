import { progress } from '../dialogue/live-ticket.ts';
import type { Scene } from '../dialogue/scene.ts';
import { tap } from '../dialogue/tap.ts';
import { idle, type Turn } from '../dialogue/turn.ts';
import type { Event } from '../domain/push.ts';
import { onTappedIntent } from './decide-message.ts';

/** What the bot does about an event. Most want no answer. */
export function decideEvent(event: Event, scene: Scene): Turn {
  switch (event.type) {
    case 'subscribe':
      return follow(scene);
    // The account's duty: who unfollows is erased, unless something of his is urgent (actions/leave.ts).
    case 'unsubscribe':
      return { text: '', acts: [{ kind: 'left' }], next: { followed: false, dialogue: idle }, because: 'unfollow' };
    case 'click':
      return tapped(scene, event.eventKey);
    case 'qualification':
      return qualification(event);
    default:
      return { text: '', because: `event.${event.type}` };
  }
}

/** The account's own standing with WeChat: what was granted is only counted. */
function qualification({ change }: Extract<Event, { type: 'qualification' }>): Turn {
  const isGood = change.endsWith('_success');
  return { text: '', acts: isGood ? [] : [{ kind: 'account-alarm', change }], because: `event.${change}` };
}

/** Whoever comes back while his matter is still open is told where it stands. */
function follow(scene: Scene): Turn {
  const standing = scene.ticket ? [progress(scene).text] : [];
  const text = [scene.say('welcome'), ...standing].join('\n\n');
  return { text, next: { followed: true, dialogue: idle }, because: 'follow' };
}

/** A key that is no longer in the menu comes from a phone that has not fetched the new one yet. */
function tapped(scene: Scene, key: string): Turn {
  const action = scene.menu(key) ?? scene.menu('help.centre');
  return action ? tap(scene, action, onTappedIntent) : { text: scene.say('miss'), because: 'tap.gone' };
}
