import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { openTestStore, type TestStore } from '../support/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await openTestStore();
});
afterAll(() => at.close());

describe('files in the store', () => {
  it('come back byte for byte, whole and in part, and go when they are deleted', async () => {
    const { db } = at.connection;
    if (!db) throw new Error('The connection is not open');
    const bucket = new mongoose.mongo.GridFSBucket(db, { bucketName: 'media', chunkSizeBytes: 64 * 1024 });
    const picture = randomBytes(300_000);

    const upload = bucket.openUploadStream('receipt.jpg', { metadata: { ticket: 'K20261122-0001' } });
    await pipeline(Readable.from([picture]), upload);

    const whole = await buffer(bucket.openDownloadStream(upload.id));
    const part = await buffer(bucket.openDownloadStream(upload.id, { start: 100_000, end: 200_000 }));
    const [file] = await bucket.find({ 'metadata.ticket': 'K20261122-0001' }).toArray();
    expect(whole.equals(picture)).toBe(true);
    expect(part.equals(picture.subarray(100_000, 200_000))).toBe(true);
    expect(file?.length).toBe(300_000);

    await bucket.delete(upload.id);
    expect(await at.connection.collection('media.chunks').countDocuments({})).toBe(0);
  });
});
