import { answerEntry } from '../dialogue/answer-entry.ts';
import type { Scene } from '../dialogue/scene.ts';
import { idle, type Turn } from '../dialogue/turn.ts';
import type { Act } from '../domain/push-record.ts';
import type { Event } from '../domain/push.ts';
import type { ReplyKey } from '../domain/replies.ts';
import { decideMessage } from './decide-message.ts';

/** What a menu key of config/menu.yaml does. */
export type MenuTarget =
  | { readonly kind: 'entry'; readonly entry: string }
  /** as if the customer had written this */
  | { readonly kind: 'say'; readonly words: string }
  | { readonly kind: 'reply'; readonly reply: ReplyKey };

/** What the bot does about an event. Most want no answer. */
export function decideEvent(event: Event, scene: Scene, target: MenuTarget | undefined): Turn {
  switch (event.type) {
    case 'subscribe':
      return { text: scene.say('welcome'), next: { followed: true, dialogue: idle }, because: 'follow' };
    case 'unsubscribe':
      return leave(scene);
    case 'click':
      return tapped(scene, target);
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

function tapped(scene: Scene, target: MenuTarget | undefined): Turn {
  switch (target?.kind) {
    case 'entry': {
      const entry = scene.entry(target.entry);
      return entry ? answerEntry(scene, entry) : { text: scene.say('helpMenu'), because: 'tap.unknown' };
    }
    case 'reply':
      return {
        text: scene.say(target.reply, { hours: scene.hours }),
        next: { dialogue: idle },
        because: `tap.${target.reply}`,
      };
    case 'say':
      return decideMessage(scene);
    case undefined:
      return { text: scene.say('helpMenu'), because: 'tap.unknown' };
  }
}
