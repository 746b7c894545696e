import { createHash } from 'node:crypto';
import type { Db, Document } from 'mongodb';

/** What a collection holds, in a form that two stores can be compared by. */
export type Digest = { readonly name: string; readonly count: number; readonly sha256: string };
/** Told of each step, for people who wait. */
export type Report = (text: string) => void;

const batchSize = 200;
const reportEvery = 10_000;

/** The digest of every collection of a database, by name. */
export async function digestsOf(db: Db, report: Report = () => undefined): Promise<Digest[]> {
  const digests: Digest[] = [];
  for (const name of await collectionsOf(db)) digests.push(await digestOf(db, name, report));
  return digests;
}

async function collectionsOf(db: Db): Promise<string[]> {
  const infos = await db.listCollections({}, { nameOnly: true }).toArray();
  return infos.map(({ name }) => name).sort();
}

async function digestOf(db: Db, name: string, report: Report): Promise<Digest> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const bytes of db.collection(name).find({}, { sort: { _id: 1 }, raw: true, batchSize })) {
    hash.update(bytes as unknown as Uint8Array);
    count += 1;
    if (count % reportEvery === 0) report(`${name}: ${count} documents read`);
  }
  return { name, count, sha256: hash.digest('hex') };
}

/** @returns what differs, in words; nothing where both are the same */
export function differences(a: readonly Digest[], b: readonly Digest[]): string[] {
  const others = new Map(b.map((digest) => [digest.name, digest]));
  return a.flatMap(({ name, count, sha256 }) => {
    const other = others.get(name);
    if (other?.count === count && other.sha256 === sha256) return [];
    return [
      `${name}: ${count} documents here, ${other?.count ?? 0} there${other?.count === count ? ', not the same' : ''}`,
    ];
  });
}

/**
 * Copies every collection with its indexes, in the order of ids. What an earlier run copied is not copied again: it goes
 * on after the greatest id that the target has.
 */
export async function copyDatabase(from: Db, to: Db, report: Report): Promise<void> {
  for (const name of await collectionsOf(from)) {
    await copyIndexes(from, to, name);
    await copyDocuments(from, to, { name, report });
  }
}

async function copyIndexes(from: Db, to: Db, name: string): Promise<void> {
  const indexes = (await from.collection(name).listIndexes().toArray()) as Document[];
  const specs = indexes.filter((index) => index.name !== '_id_').map(({ v: _, ...spec }) => spec);
  if (specs.length > 0) await to.collection(name).createIndexes(specs as { key: Record<string, 1>; name: string }[]);
}

async function copyDocuments(from: Db, to: Db, { name, report }: { name: string; report: Report }): Promise<void> {
  const target = to.collection(name);
  const [last] = await target.find({}, { sort: { _id: -1 }, limit: 1, projection: { _id: 1 } }).toArray();
  const filter = last ? { _id: { $gt: last._id } } : {};
  let batch: Document[] = [];
  let copied = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await target.insertMany(batch);
    copied += batch.length;
    batch = [];
  };
  for await (const doc of from
    .collection(name)
    .find(filter, { sort: { _id: 1 }, batchSize, promoteValues: false, promoteLongs: false })) {
    batch.push(doc);
    if (batch.length < batchSize) continue;
    await flush();
    if (copied % reportEvery === 0) report(`${name}: ${copied} documents copied`);
  }
  await flush();
  report(`${name}: ${copied} documents copied${last ? ', after what was there' : ''}`);
}
