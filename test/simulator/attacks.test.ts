import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { attackNames } from '../../src/simulator/wire/attacks.ts';
import { silent, startSimulator, type Started } from './support/echo-product.ts';

let started: Started;
beforeEach(async () => {
  started = await startSimulator(silent);
});
afterEach(() => started.stop());

describe('an attack', () => {
  it.each(attackNames.filter((name) => name !== 'replayed'))(
    'that is %s is refused by a product that checks',
    async (name) => {
      const answer = await started.simulator.attacks.run(name, 'o1');

      expect(answer).toMatchObject({ ok: true, value: { status: 403 } });
      expect(started.pushes).toEqual([]);
    },
  );

  it('that uses a good push’s timestamp and nonce again is refused, and the good one taken', async () => {
    const answer = await started.simulator.attacks.run('replayed', 'o1');

    expect(answer).toMatchObject({ ok: true, value: { status: 403 } });
    expect(started.pushes).toHaveLength(1);
  });
});
