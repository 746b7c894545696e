import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toCustomerId, toOpenId, type OpenId } from '../../src/domain/ids.ts';
import { err, ok, type Result } from '../../src/lib/result.ts';
import { createFetchMedia, type FetchFault } from '../../src/media/fetch-media.ts';
import { createFileSeal } from '../../src/media/file-seal.ts';
import { createMediaStore, type MediaStore } from '../../src/media/media-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(300_000, 7)]);
const key = Buffer.alloc(32, 1);
const customer = toCustomerId('c-media');
const keptMs = 7 * 24 * 3_600_000;

let store: TestStore;
let media: MediaStore;
let now = new Date();
const clock = () => now;
beforeAll(async () => {
  store = await openTestStore();
  media = createMediaStore({ connection: store.connection, clock, keptMs, seal: createFileSeal(key) });
  await ensureIndexes(store.connection);
});
afterAll(() => store.close());

function idOf(name: string): OpenId {
  const id = toOpenId(name);
  if (!id) throw new Error(name);
  return id;
}

async function expectImage(id: string, of = customer): Promise<void> {
  const about = { openId: idOf('oMedia'), customer: of, at: now };
  await media.expect({ id, ...about, kind: 'image', mediaId: `wechat-${id}` });
}

/** Looks for what is due and answers each with that. */
async function fetchDue(answer: () => Result<Buffer, FetchFault>): Promise<string[]> {
  const asked: string[] = [];
  const fetching = createFetchMedia({
    store: media,
    download(mediaId) {
      asked.push(mediaId);
      return Promise.resolve(answer());
    },
    clock,
    onSettled: () => Promise.resolve(),
    onError(error) {
      throw error;
    },
  });
  fetching.nudge();
  await fetching.stop();
  return asked;
}

const fileCount = () => store.connection.collection('mediaFiles.files').countDocuments({});

describe("customers' files", () => {
  it('are fetched once, kept byte for byte, and lie sealed in the store', async () => {
    await expectImage('a');
    await expectImage('a');

    expect(await fetchDue(() => ok(png))).toEqual(['wechat-a']);

    expect(await media.find('a')).toMatchObject({ state: 'kept', contentType: 'image/png', size: png.length });
    expect((await media.read('a'))?.equals(png)).toBe(true);
    const chunk = await store.connection.collection('mediaFiles.chunks').findOne({});
    const lying = Buffer.from((chunk?.data as { buffer: Uint8Array }).buffer);
    expect(lying.length).toBeGreaterThan(100_000);
    expect(lying.includes(png.subarray(0, 8))).toBe(false);
    const otherKey = createFileSeal(Buffer.alloc(32, 2));
    const stranger = createMediaStore({ connection: store.connection, clock, keptMs, seal: otherKey });
    expect(await stranger.read('a')).toBeUndefined();
  });

  it('are refused when they are not what they claim to be', async () => {
    await expectImage('page');

    await fetchDue(() => ok(Buffer.from('<html><script>alert(1)</script>')));

    expect(await media.find('page')).toMatchObject({ state: 'refused', reason: 'unknown_kind' });
    expect(await media.read('page')).toBeUndefined();
  });

  it('are asked for again while WeChat is out of reach, the first time within the minute', async () => {
    await expectImage('later');
    const fault = err({ final: false, name: 'timeout' });

    expect(await fetchDue(() => fault)).toEqual(['wechat-later']);
    expect(await fetchDue(() => fault)).toEqual([]);
    now = new Date(now.getTime() + 60_000);
    expect(await fetchDue(() => ok(png))).toEqual(['wechat-later']);

    expect((await media.find('later'))?.state).toBe('kept');
  });

  it('are gone when WeChat has them no longer, and when there is nothing more to be hoped for', async () => {
    await expectImage('expired');
    await fetchDue(() => err({ final: true, name: 'media_expired' }));
    await expectImage('never');
    for (let tries = 0; tries < 12; tries++) {
      now = new Date(now.getTime() + 7 * 3_600_000);
      await fetchDue(() => err({ final: false, name: 'timeout' }));
    }

    expect(await media.find('expired')).toMatchObject({ state: 'gone', reason: 'media_expired' });
    expect(await media.find('never')).toMatchObject({ state: 'gone', reason: 'timeout' });
    expect(await fetchDue(() => ok(png))).toEqual([]);
  });

  it('have one copy, though a slow fetch was taken for lost and made again', async () => {
    await expectImage('slow');
    const first = await media.takeDue();
    now = new Date(now.getTime() + 61_000);
    const second = await media.takeDue();
    if (!first || !second) throw new Error('It was not due');
    const before = await fileCount();

    const kept = await Promise.all(
      [first, second].map((due) => media.keep(due, { bytes: png, contentType: 'image/png' })),
    );

    expect(kept).toEqual([false, true]);
    expect(await fileCount()).toBe(before + 1);
    expect((await media.read('slow'))?.equals(png)).toBe(true);
  });

  it('go with the customer, but for the evidence of a report', async () => {
    const left = toCustomerId('c-left');
    await expectImage('left-1', left);
    await expectImage('left-2', left);
    await fetchDue(() => ok(png));
    await media.holdFor(left, 'R20261122-0001', new Date(now.getTime() - 60_000));
    await expectImage('left-3', left);
    await fetchDue(() => ok(png));

    await media.erase(left);
    expect((await media.ofCustomer(left)).map(({ id }) => id).sort()).toEqual(['left-1', 'left-2']);
  });
});
