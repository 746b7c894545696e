import { afterEach, describe, expect, it } from '@jest/globals';
import { systemErrorLine } from '../../src/simulator/phone/phone.ts';
import { textAt } from '../../src/simulator/wire/xml.ts';
import { silent, startSimulator, textReply, type Product, type Started } from './support/echo-product.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

/** Answers the first push with one thing, those after it with another. */
function firstThen(first: Product, then: Product): Product {
  let count = 0;
  return (pushed) => ((count += 1) === 1 ? first(pushed) : then(pushed));
}

const cut: Product = () => undefined;
const reply: Product = (pushed) => textReply(pushed, '在的');
const never: Product = () => new Promise(() => undefined);

describe('a push that is not answered', () => {
  it.each<[string, Product]>([
    ['the connection is cut', cut],
    ['nothing comes in time', never],
    ['the product is down', () => 503],
  ])('is sent again when %s, and the later answer counts', async (_, first) => {
    started = await startSimulator(firstThen(first, reply));

    const judged = await started.simulator.pushes.text('o1', '在吗');

    expect(judged.kind).toBe('reply');
    expect(judged.attempts.map(({ problem }) => problem !== undefined)).toEqual([true, false]);
    expect(started.simulator.transcriptOf('o1').at(-1)?.words).toBe('在的');
  });

  it('is the same message each time, signed anew', async () => {
    started = await startSimulator(firstThen(cut, silent));

    await started.simulator.pushes.text('o1', '在吗');

    const [first, again] = started.pushes;
    expect(again?.plain).toEqual(first?.plain);
    expect(again?.query.get('nonce')).not.toBe(first?.query.get('nonce'));
  });

  it('is sent three times, each when the time of the one before is over', async () => {
    started = await startSimulator(never);

    const { attempts, problem } = await started.simulator.pushes.text('o1', '在吗');

    expect(problem).toBe('timeout');
    const at = attempts.map((attempt) => attempt.at.getTime() - (attempts[0]?.at.getTime() ?? 0));
    expect(at).toHaveLength(3);
    expect(at[1]).toBeGreaterThanOrEqual(195);
    expect(at[2]).toBeGreaterThanOrEqual(390);
  });

  it('comes again at the same pace when the connection is cut at once', async () => {
    started = await startSimulator(cut);

    const { attempts } = await started.simulator.pushes.text('o1', '在吗');

    const [first, second] = attempts.map((attempt) => attempt.at.getTime());
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(195);
  });

  it('ends with the line that a real phone shows', async () => {
    started = await startSimulator(cut);

    await started.simulator.pushes.text('o1', '在吗');

    expect(started.simulator.transcriptOf('o1').at(-1)).toMatchObject({ from: 'system', words: systemErrorLine });
  });
});

describe('the end of a simulator', () => {
  it('does not wait for pushes that are under way', async () => {
    started = await startSimulator(never, { retry: { attempts: 3, afterMs: 20_000 } });
    const { simulator } = started;
    const begun = Date.now();
    const pushed = simulator.pushes.text('o1', '在吗');
    setTimeout(simulator.close, 50);

    expect(await pushed).toMatchObject({ kind: 'fault', problem: 'connection' });
    expect(Date.now() - begun).toBeLessThan(2000);
  });
});

describe('an account that fails too often', () => {
  it('is sent nothing for a while', async () => {
    const markFail = { failures: 2, withinMs: 60_000, pauseMs: 300 };
    started = await startSimulator(cut, { markFail, retry: { attempts: 1, afterMs: 100 } });
    const { simulator, pushes } = started;
    for (const text of ['一', '二', '三']) await simulator.pushes.text('o1', text);

    expect(pushes.map(({ plain }) => textAt(plain, 'Content'))).toEqual(['一', '二']);

    await new Promise((resolve) => setTimeout(resolve, 320));
    await simulator.pushes.text('o1', '四');
    expect(pushes).toHaveLength(3);
  });
});
