import type { Heard } from '../dialogue/scene.ts';
import type { Push } from '../domain/push.ts';
import type { Decided } from './handle.ts';

/** What an event says. */
export const heardNothing: Heard = {
  kind: 'event',
  text: '',
  secrets: [],
  warnings: [],
  judged: [],
  evidence: [],
  understanding: { intent: undefined, priority: 'normal', score: 0, candidates: [] },
};

/** The transcript's line of what came in. */
export function lineIn(push: Push, heard: Heard): Pick<Decided, 'in'> {
  if (push.kind === 'message') return { in: { kind: push.type, text: heard.text } };
  if (push.kind !== 'event') return {};
  switch (push.type) {
    case 'subscribe':
      return { in: { kind: 'event', text: '关注' } };
    case 'unsubscribe':
      return { in: { kind: 'event', text: '取消关注' } };
    case 'click':
      return { in: { kind: 'event', text: `菜单 ${push.eventKey}` } };
    default:
      return {};
  }
}
