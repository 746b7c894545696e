import type { Act } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';

/** A file that a customer sends is fetched behind the answer: WeChat keeps it for three days only. */
export function mediaActs(push: Push): Act[] {
  if (push.kind !== 'message') return [];
  switch (push.type) {
    case 'image':
    case 'voice':
      return [{ kind: 'fetch-media', type: push.type, mediaId: push.mediaId }];
    case 'video':
    case 'shortvideo':
      return [{ kind: 'fetch-media', type: 'video', mediaId: push.mediaId }];
    default:
      return [];
  }
}
