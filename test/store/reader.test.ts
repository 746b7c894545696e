import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BSON } from 'bson';
import { startEmbedded } from '../../src/store/start-embedded.ts';
import { useEmbedded } from '../support/embedded.ts';

type Card = { _id: string; v: number; text?: string };

const { db, direct, dataDir } = useEmbedded();

const cards = (name = 'cards') => db().collection<Card>(name);
const read = (ids: readonly string[], name = 'cards') =>
  direct()
    .read(`test.${name}`, ids)
    .map((document) => BSON.deserialize(document) as Card);
const write = (_id: string, v: number, text = '') =>
  direct().write({ update: 'cards', $db: 'test' }, 'updates', [{ q: { _id }, u: { v, text }, upsert: true }]);

describe('documents read by their ids in the thread that asks', () => {
  it('are none where the collection is not there yet', () => {
    expect(read(['a'], 'nowhere')).toEqual([]);
  });

  it('are what the last write that was answered left', async () => {
    for (let v = 1; v <= 300; v++) {
      await write('often', v);
      expect(read(['often', 'nobody'])).toEqual([{ _id: 'often', v, text: '' }]);
    }
    await cards().deleteOne({ _id: 'often' });
    expect(read(['often'])).toEqual([]);
  });

  it('come in the order asked for, told apart also where their ids are longer than a key', async () => {
    const long = 'x'.repeat(600);
    await cards().insertMany(['b', 'a', `${long}1`, `${long}2`, '😀'].map((_id, v) => ({ _id, v })));

    expect(read(['😀', `${long}2`, 'a', `${long}3`, `${long}1`, 'b']).map(({ v }) => v)).toEqual([4, 3, 1, 2, 0]);
  });

  it('are of the collection that has the name now', async () => {
    await cards('moved').insertOne({ _id: 'a', v: 1 });
    expect(read(['a'], 'moved')).toEqual([{ _id: 'a', v: 1 }]);

    await cards('moved').drop();
    expect(read(['a'], 'moved')).toEqual([]);
    await cards('other').insertOne({ _id: 'a', v: 2 });
    await cards('moved').insertOne({ _id: 'b', v: 3 });
    expect(read(['a', 'b'], 'moved')).toEqual([{ _id: 'b', v: 3 }]);
  });

  it('are whole while the file grows, and hold none of its room back', async () => {
    const text = '长'.repeat(30_000);
    const ids = Array.from({ length: 20 }, (_, at) => `large-${at}`);
    for (let v = 0; v < 40; v++) {
      await Promise.all(ids.map((id) => write(id, v, text)));
      const found = read(ids);
      expect(found.map((card) => [card.v, card.text === text])).toEqual(ids.map(() => [v, true]));
    }

    // 72 MB were written; what stands in the file at the end is 2 of them.
    expect((await stat(path.join(dataDir(), 'store.lmdb'))).size).toBeLessThan(20_000_000);
  });

  it('are refused where the store is closed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'reader-closed-'));
    const closed = await startEmbedded({ dataDir: folder, onDeath: () => undefined });
    expect(closed.direct.read('test.cards', ['a'])).toEqual([]);
    await closed.close();

    expect(() => closed.direct.read('test.cards', ['a'])).toThrow('The store is closed');
    const again = await startEmbedded({ dataDir: folder, onDeath: () => undefined });
    expect(again.direct.read('test.cards', ['a'])).toEqual([]);
    await again.close();
    await rm(folder, { recursive: true });
  });
});
