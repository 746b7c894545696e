import type { DeliveryPorts } from '../../src/domain/desk-delivery.ts';
import { err } from '../../src/lib/result.ts';

/** A desk without files and with an empty outbox. */
export const noDelivery: DeliveryPorts = {
  sendPicture: () => Promise.resolve(err({ kind: 'not_found' })),
  openMedia: () => Promise.resolve(undefined),
  listDeadLetters: () => Promise.resolve([]),
  replayDeadLetter: () => Promise.resolve(undefined),
};
