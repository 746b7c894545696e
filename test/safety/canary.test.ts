import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { facts, hitsIn, say, secrets, surfaces } from '../support/canary.ts';
import type { Product } from '../support/product.ts';

const redactFile = '../../src/safety/redact.ts';

let product: Product | undefined;
afterEach(async () => {
  await product?.close();
  product = undefined;
});

/** A product of its own, which has heard everything. */
async function afterAllWasSaid() {
  const { adminPassword, openProduct } = await import('../support/product.ts');
  product = await openProduct();
  const lead = await product.signIn('admin', adminPassword);
  const events = await fetch(`${product.base}/api/desk/events`, { headers: { Cookie: lead.cookie } });
  const reader = events.body?.getReader();
  let stream = '';
  const reading = (async () => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      stream += new TextDecoder().decode(part.value as Uint8Array);
  })();
  const output = listen();
  await say(product, lead);
  // What follows the answers is in its place, and on the disk.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const seen = await surfaces(product, lead);
  const printed = output.stop();
  await reader?.cancel();
  await reading;
  return new Map([...seen, ['stream', Buffer.from(stream)], ['output', Buffer.from(printed)]]);
}

/** All that this process prints from now on, on either stream. */
function listen() {
  const streams = [process.stdout, process.stderr];
  let printed = '';
  const spies = streams.map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk: unknown) => {
      printed += String(chunk);
      return true;
    }),
  );
  process.stdout.write('listening\n');
  return {
    stop() {
      for (const spy of spies) spy.mockRestore();
      return printed;
    },
  };
}

describe('fourteen secrets and six personal facts, said in every kind of conversation', () => {
  it('are nowhere: not in a log, a figure, the store’s files, the live events, nor what the console reads', async () => {
    expect([secrets.length, facts.length]).toEqual([14, 6]);

    const seen = await afterAllWasSaid();

    expect([...seen.keys()].some((where) => where.startsWith('disk'))).toBe(true);
    expect(seen.get('stream')?.length).toBeGreaterThan(0);
    expect(String(seen.get('output'))).toContain('listening');
    expect([...seen.keys()].filter((where) => /^export.*: 200$/.test(where)).length).toBeGreaterThan(2);
    expect(hitsIn(seen)).toEqual([]);
  }, 120_000);

  it('would be found, were they not masked', async () => {
    jest.resetModules();
    jest.unstable_mockModule(redactFile, () => ({
      createRedactor: () => (text: string) => ({ masked: text, findings: [] }),
    }));

    const hits = hitsIn(await afterAllWasSaid());

    expect(hits.some((hit) => hit.includes('disk'))).toBe(true);
    expect(hits.some((hit) => hit.includes('in ticket'))).toBe(true);
    expect(hits.some((hit) => hit.includes('in export'))).toBe(true);
    expect(hits.some((hit) => hit.startsWith('三位 913'))).toBe(true);
    expect(new Set(hits.map((hit) => hit.split(' in ')[0])).size).toBeGreaterThan(14);
  }, 120_000);
});
