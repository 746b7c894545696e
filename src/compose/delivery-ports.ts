import { createDeadLetterDesk, type DeadLettersDeps } from '../actions/dead-letters.ts';
import { createOpenMedia, type OpenMediaDeps } from '../actions/open-media.ts';
import { createSendPicture, type SendPictureDeps } from '../actions/send-picture.ts';
import type { DeliveryPorts } from '../domain/desk-delivery.ts';

/** What the desk's routes of files and of the outbox call. */
export function createDeliveryPorts(deps: SendPictureDeps & OpenMediaDeps & DeadLettersDeps): DeliveryPorts {
  return {
    sendPicture: createSendPicture(deps),
    openMedia: createOpenMedia(deps),
    ...createDeadLetterDesk(deps),
  };
}
