import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Document } from 'mongodb';
import { useEmbedded } from '../support/embedded.ts';

const { db } = useEmbedded();
beforeAll(async () => {
  const items = db().collection('items');
  await items.insertOne({ a: 1 });
  await items.createIndexes([{ key: { a: 1 } }, { key: { at: 1 }, expireAfterSeconds: 60 }]);
});

type Refusal = readonly [what: string, command: Document, code: number, codeName: string];
const find = (filter: Document): Document => ({ find: 'items', filter });
const stage = (name: string): Document => ({ aggregate: 'items', pipeline: [{ [name]: {} }], cursor: {} });
const index = (key: Document, options: Document = {}): Document => ({
  createIndexes: 'items',
  indexes: [{ key, name: Object.entries(key).flat().join('_'), ...options }],
});
/** As a session that began one sends it: the driver itself sees that there is no replica set. */
const inTransaction = { txnNumber: 1, startTransaction: true, autocommit: false };

describe('what the store does not have', () => {
  it.each<Refusal>([
    ['a command', { mapReduce: 'items' }, 115, 'CommandNotSupported'],
    ['a view of one moment', { ...find({}), readConcern: { level: 'snapshot' } }, 123, 'NotAReplicaSet'],
    ['a transaction', { insert: 'items', documents: [{}], ...inTransaction }, 20, 'IllegalOperation'],
    ['the end of one', { commitTransaction: 1 }, 20, 'IllegalOperation'],
    ['a replica set', { replSetGetStatus: 1 }, 76, 'NoReplicationEnabled'],
    ['a change stream', stage('$changeStream'), 40573, 'Location40573'],
    ['a text search', find({ $text: { $search: 'x' } }), 27, 'IndexNotFound'],
    ['nearness', find({ a: { $near: [1, 2] } }), 291, 'NoQueryExecutionPlans'],
    ['areas', find({ a: { $geoWithin: {} } }), 115, 'CommandNotSupported'],
    ['scripts', find({ $where: 'true' }), 115, 'CommandNotSupported'],
    ['schemas', find({ $jsonSchema: {} }), 115, 'CommandNotSupported'],
    ['a walk through a graph', stage('$graphLookup'), 115, 'CommandNotSupported'],
    ['automatic buckets', stage('$bucketAuto'), 115, 'CommandNotSupported'],
    ['filled gaps', stage('$fill'), 115, 'CommandNotSupported'],
    ['denser series', stage('$densify'), 115, 'CommandNotSupported'],
    ['capped collections', { create: 'capped', capped: true, size: 1 }, 115, 'CommandNotSupported'],
    ['time series', { create: 'series', timeseries: { timeField: 'at' } }, 115, 'CommandNotSupported'],
    ['validators', { create: 'checked', validator: { a: 1 } }, 115, 'CommandNotSupported'],
    ['a collation of its own', { create: 'sorted', collation: { locale: 'zh' } }, 115, 'CommandNotSupported'],
    ['text indexes', index({ a: 'text' }), 115, 'CommandNotSupported'],
    ['wildcard indexes', index({ '$**': 1 }), 115, 'CommandNotSupported'],
    ['collated indexes', index({ b: 1 }, { collation: { locale: 'en' } }), 115, 'CommandNotSupported'],
    ['bounds by hand', { find: 'items', min: { a: 1 }, hint: { a: 1 } }, 115, 'CommandNotSupported'],
  ])('%s, is refused by name', async (...[, command, code, codeName]) => {
    await expect(db().command(command)).rejects.toMatchObject({ code, codeName });
  });
});

describe('what no MongoDB has', () => {
  it.each<Refusal>([
    ['a command', { findEverything: 'items' }, 59, 'CommandNotFound'],
    ['a version of the API', { ping: 1, apiVersion: '2' }, 322, 'APIVersionError'],
    [
      'a command of version 1',
      { distinct: 'items', key: 'a', apiVersion: '1', apiStrict: true },
      323,
      'APIStrictError',
    ],
    ['a level of reading', { ...find({}), readConcern: { level: 'most' } }, 2, 'BadValue'],
    ['an update that is none', { update: 'items', updates: [{ q: {} }] }, 40414, 'Location40414'],
    ['an operator', find({ a: { $nearly: 1 } }), 2, 'BadValue'],
    ['a stage', stage('$nowhere'), 40324, 'Location40324'],
    ['an expression', find({ $expr: { $nowhere: 1 } }), 168, 'InvalidPipelineOperator'],
    ['a pattern', find({ a: { $regex: '(' } }), 51091, 'Location51091'],
    ['a field of find', { find: 'items', filer: {} }, 40415, 'Location40415'],
    ['a field of an update', { update: 'items', updates: [{ q: {}, u: {}, sort: {} }] }, 40415, 'Location40415'],
    ['a removal without its limit', { delete: 'items', deletes: [{ q: {} }] }, 40414, 'Location40414'],
    ['a pipeline that is none', { aggregate: 'items', pipeline: {}, cursor: {} }, 14, 'TypeMismatch'],
    ['a pipeline without a cursor', { aggregate: 'items', pipeline: [] }, 9, 'FailedToParse'],
    ['a kind of index', index({ a: 'nowhere' }), 67, 'CannotCreateIndex'],
    ['an option of an index', index({ b: 1 }, { uniqe: true }), 197, 'InvalidIndexSpecificationOption'],
    ['an unusual index of ids', index({ _id: 1 }, { unique: true }), 197, 'InvalidIndexSpecificationOption'],
    ['a part cut by $ne', index({ b: 1 }, { partialFilterExpression: { b: { $ne: 1 } } }), 67, 'CannotCreateIndex'],
    ['the same name for another key', index({ b: 1 }, { name: 'a_1' }), 86, 'IndexKeySpecsConflict'],
    ['the same name, unique', index({ a: 1 }, { unique: true }), 86, 'IndexKeySpecsConflict'],
    ['another name for the same index', index({ a: 1 }, { name: 'other' }), 85, 'IndexOptionsConflict'],
    ['another time to live', index({ at: 1 }, { expireAfterSeconds: 61 }), 85, 'IndexOptionsConflict'],
  ])('%s, is refused with its code', async (...[, command, code, codeName]) => {
    await expect(db().command(command)).rejects.toMatchObject({ code, codeName });
  });

  it('is two indexes of one key only where nothing tells them apart', async () => {
    await expect(db().command(index({ a: 1 }, { name: 'sparse', sparse: true }))).resolves.toMatchObject({ ok: 1 });
  });
});

describe('what shells and drivers ask besides', () => {
  it.each([
    [{ hello: 1 }, { isWritablePrimary: true, maxWireVersion: 21 }],
    [{ getParameter: 1, featureCompatibilityVersion: 1 }, { featureCompatibilityVersion: { version: '7.0' } }],
    [{ getCmdLineOpts: 1 }, { parsed: {} }],
    [{ getLog: 'startupWarnings' }, { log: [] }],
    [{ startSession: 1 }, { timeoutMinutes: 30 }],
    [{ refreshSessions: [] }, { ok: 1 }],
    [{ collStats: 'items' }, { count: 1, nindexes: 4 }],
    [{ dbStats: 1 }, { objects: 1, collections: 1 }],
    [{ validate: 'items' }, { valid: true, nrecords: 1, keysPerIndex: { _id_: 1, a_1: 1, at_1: 1, sparse: 1 } }],
  ])('%j is answered', async (command, answer) => {
    expect(await db().command(command)).toMatchObject(answer);
  });

  it('names the session that asks', async () => {
    const sessions = await db()
      .aggregate([{ $listLocalSessions: {} }, { $limit: 1 }])
      .toArray();
    expect(sessions).toMatchObject([{ _id: { id: expect.anything() } }]);
  });

  it('keeps documents whose fields are called like the driver’s own marks', async () => {
    const odd = db().collection<{ _id: string }>('odd');
    // By their paths: the driver's own encoder would take the marks for what they say.
    await odd.insertOne({ _id: 'plain' });
    await odd.updateOne({ _id: 'plain' }, { $set: { mark: 'Long', 'inner.toBSON': 1 } });
    await odd.updateOne({ _id: 'plain' }, { $rename: { mark: '_bsontype' } });

    const plain = [{ $match: { 'inner.toBSON': 1 } }, { $project: { mark: '$_bsontype' } }];
    expect(await odd.aggregate(plain).toArray()).toEqual([{ _id: 'plain', mark: 'Long' }]);
  });
});
