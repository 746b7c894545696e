import type { Clock } from '../../../src/lib/clock.ts';

/** A clock that stands still until it is moved. */
export function movableClock(start = Date.now()): { clock: Clock; pass: (ms: number) => void } {
  let now = start;
  return {
    clock: () => new Date(now),
    pass: (ms) => {
      now += ms;
    },
  };
}
