import type { quietCodes as known } from '../../domain/care.ts';

/** How many at once are ended; the customers are not told. */
export const quietCodes = [
  'spam',
  'duplicate',
  'no_reply',
  'left',
] as const satisfies readonly (typeof known)[number][];
