import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createExpireMedia } from '../../src/actions/expire-media.ts';
import type { Case } from '../../src/domain/case.ts';
import { toCustomerId, toOpenId } from '../../src/domain/ids.ts';
import { createFileSeal } from '../../src/media/file-seal.ts';
import { createMediaStore, type MediaStore } from '../../src/media/media-store.ts';
import { createMediaTerms } from '../../src/media/media-terms-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const dayMs = 24 * 3_600_000;
const bytes = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1');
const preview = Buffer.from('twenty points');
const seal = createFileSeal(Buffer.alloc(32, 3));
const report = 'R20261122-0001' as Case['number'];
const openId = toOpenId('oTerms') ?? ('' as never);

let store: TestStore;
let media: MediaStore;
let now = new Date('2026-11-22T10:00:00+08:00');
let state: Case['state'] = 'filed';
let held = new Set<string>();
let round = 0;
const clock = () => now;

beforeAll(async () => {
  store = await openTestStore();
  media = createMediaStore({ connection: store.connection, clock, seal, keptMs: 7 * dayMs });
  await ensureIndexes(store.connection);
});
beforeEach(() => {
  round += 1;
  [state, held] = ['filed', new Set()];
});
afterAll(() => store.close());

const customer = () => toCustomerId(`c-terms-${round}`);

function expiring() {
  const terms = createMediaTerms({ connection: store.connection, clock, seal });
  return createExpireMedia({
    terms,
    cases: { get: (number) => Promise.resolve({ number, state } as Case) },
    heldOf: () => Promise.resolve(held),
    clock,
  });
}

async function sent(): Promise<string> {
  const id = `${customer()}:1`;
  await media.expect({ id, openId, customer: customer(), at: now, kind: 'image', mediaId: `m-${round}` });
  const due = await media.takeDue();
  if (!due) throw new Error('Nothing is due');
  await media.keep(due, { bytes, contentType: 'image/png' });
  await media.keepPreview(id, preview);
  return id;
}

async function later(days: number): Promise<void> {
  now = new Date(now.getTime() + days * dayMs);
  await expiring().expireMedia({ signal: new AbortController().signal });
}

const chunksOf = (id: string) => store.connection.collection('mediaFiles.files').countDocuments({ filename: id });

describe('what customers send as files', () => {
  it('is gone after its days, bytes and preview, and the record says so', async () => {
    const id = await sent();
    expect((await media.find(id))?.preview).toBe(`data:image/png;base64,${preview.toString('base64')}`);
    await later(6.9);
    expect((await media.read(id))?.equals(bytes)).toBe(true);

    await later(0.2);

    expect(await media.read(id)).toBeUndefined();
    expect(await media.find(id)).toMatchObject({ state: 'gone', reason: 'expired' });
    expect((await media.find(id))?.preview).toBeUndefined();
    expect(await chunksOf(id)).toBe(0);
  });

  it('stays while a report that it is evidence of is open, and goes a day after it is closed', async () => {
    const id = await sent();
    await media.holdFor(customer(), report, new Date(0));
    await later(30);
    expect((await media.find(id))?.state).toBe('kept');

    state = 'closed';
    await expiring().releaseEvidence(customer(), report);
    await later(0.9);
    expect((await media.find(id))?.state).toBe('kept');
    await later(0.2);

    expect((await media.find(id))?.state).toBe('gone');
    expect(await chunksOf(id)).toBe(0);
  });

  it('goes after its report is closed, also where a crash came before it was let go', async () => {
    const id = await sent();
    await media.holdFor(customer(), report, new Date(0));
    state = 'closed';

    await later(8);

    expect((await media.find(id))?.state).toBe('gone');
  });

  it('stays as long as a legal hold is on its customer', async () => {
    const id = await sent();
    held = new Set([customer()]);
    await later(40);
    expect((await media.find(id))?.state).toBe('kept');

    held = new Set();
    await later(2);
    expect((await media.find(id))?.state).toBe('gone');
  });

  it('keeps no preview of what was deleted before it was made', async () => {
    const id = await sent();
    await media.remove(id);

    await media.keepPreview(id, preview);

    expect(await media.find(id)).toBeUndefined();
  });

  it('has a preview that does not lie open in the store', async () => {
    const id = await sent();
    const found = await store.connection.collection<{ _id: string; preview: string }>('media').findOne({ _id: id });

    expect(Buffer.from(found?.preview ?? '', 'base64').includes('twenty')).toBe(false);
  });
});
