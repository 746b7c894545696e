import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { ensureIndexes, modelOf, retentionOf, trusted } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

type Entry = { _id: string; state: string; dueAt: Date; owner?: string };

let at: TestStore;
beforeAll(async () => {
  at = await openTestStore();
});
afterAll(() => at.close());

const spec = {
  name: 'entries',
  retention: 'technical',
  fields: { state: { type: String, required: true }, dueAt: Date, owner: String },
  indexes: [
    { key: { state: 1, dueAt: 1 } },
    { key: { owner: 1 }, unique: true, sparse: true },
    { key: { dueAt: 1 }, expireAfterSeconds: 60 },
  ],
} as const;
const entries = () => modelOf<Entry>(at.connection, spec);

describe('a declared collection', () => {
  it('gets its indexes at start, and again without complaint', async () => {
    entries();
    await ensureIndexes(at.connection);
    await ensureIndexes(at.connection);

    const names = (await entries().listIndexes()).map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual(['_id_', 'dueAt_1', 'owner_1', 'state_1_dueAt_1']);
  });

  it('is refused at start when an index is not as declared', async () => {
    await at.connection.collection('changed').createIndexes([{ key: { state: 1 } }]);
    const other = at.connection.useDb(at.connection.name);
    modelOf(other, { ...spec, name: 'changed', indexes: [{ key: { state: 1 }, unique: true }] });

    await expect(ensureIndexes(other)).rejects.toThrow();
  });

  it('says how long its documents are kept', () => {
    entries();
    expect(retentionOf(at.connection).get('entries')).toBe('technical');
  });

  it('without a retention class stops the start', async () => {
    const other = at.connection.useDb(at.connection.name);
    other.model('classless', new mongoose.Schema({}, { collection: 'classless', autoIndex: false, autoCreate: false }));

    await expect(ensureIndexes(other)).rejects.toThrow(/classless has no retention class/);
  });

  it('takes no field that it does not know, in documents, changes and filters', async () => {
    await expect(entries().create({ _id: 'a', state: 'new', other: 1 } as unknown as Entry)).rejects.toThrow(/other/);
    await expect(entries().updateOne({ _id: 'a' }, { $set: { other: 1 } })).rejects.toThrow(/other/);
    await expect(entries().find({ other: 1 } as object)).rejects.toThrow(/other/);
  });

  it('takes operators from us, and none from outside', async () => {
    await entries().create({ _id: 'due', state: 'queued', dueAt: new Date(1) });
    const fromOutside = { $gt: '' } as unknown as string;

    expect(
      await entries()
        .find({ dueAt: trusted({ $lte: new Date(2) }) })
        .lean(),
    ).toHaveLength(1);
    await expect(entries().find({ state: fromOutside })).rejects.toThrow();
  });
});
