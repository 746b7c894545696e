import { afterAll, beforeAll } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collection, type Db, type Document, MongoClient } from 'mongodb';
import { type Embedded, startEmbedded } from '../../src/store/start-embedded.ts';

export type Loose = { _id?: unknown; [field: string]: unknown };

/** An embedded store for the tests of a file, spoken to by the driver, or directly. */
export function useEmbedded() {
  let dataDir: string;
  let embedded: Embedded;
  let client: MongoClient;
  let made = 0;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'store-'));
    embedded = await startEmbedded({
      dataDir,
      onDeath(error) {
        throw error;
      },
    });
    client = await MongoClient.connect(embedded.uri);
  });
  afterAll(async () => {
    await client.close();
    await embedded.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const db = (): Db => client.db('test');

  /** A collection of its own with these documents. */
  async function holding(docs: readonly Document[], ...keys: readonly Record<string, 1 | -1>[]) {
    made += 1;
    const collection = db().collection<Loose>(`c${made}`) as unknown as Collection<{ _id: number }>;
    if (keys.length > 0) await collection.createIndexes(keys.map((key) => ({ key })));
    if (docs.length > 0) await collection.insertMany(docs as { _id: number }[]);
    return collection;
  }

  return { db, holding, direct: () => embedded.direct, dataDir: () => dataDir };
}
