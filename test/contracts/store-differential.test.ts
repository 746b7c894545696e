import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient, type Collection } from 'mongodb';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Embedded, startEmbedded } from '../../src/store/start-embedded.ts';
import { createOperations, type Operation, randomFrom } from '../support/random-operations.ts';
import { outcomeOf } from '../support/run-operation.ts';

/**
 * The same random operations on two stores have the same outcome. In the project `unit` the embedded store with indexes
 * is compared with itself without any, so that every plan is held against the full scan; in `mongodb` with the server.
 */
const serverUri = process.env.STORE_UNDER_TEST === 'mongodb' ? process.env.MONGODB_URI : undefined;
const lanes = 4;
const perLane = serverUri === undefined ? 700 : 5500;

type Items = Collection<{ _id: string }>;
let dataDir: string;
let embedded: Embedded;
let own: MongoClient;
let reference: MongoClient;
const dbName = `differential-${process.pid}`;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-differential-'));
  embedded = await startEmbedded({
    dataDir,
    onDeath(error) {
      throw error;
    },
  });
  own = await MongoClient.connect(embedded.uri);
  reference = serverUri === undefined ? own : await MongoClient.connect(serverUri);
});
afterAll(async () => {
  await reference.db(`${dbName}-reference`).dropDatabase();
  await own.close();
  await reference.close();
  await embedded.close();
  await rm(dataDir, { recursive: true, force: true });
});

const unique = { key: { number: 1 }, unique: true, partialFilterExpression: { number: { $exists: true } } } as const;
const indexes = [
  { key: { state: 1, priority: -1, queuedAt: 1 } },
  { key: { tags: 1 } },
  { key: { queuedAt: 1 } },
  { key: { 'owner.id': 1 }, sparse: true },
  { key: { any: 1 } },
  { key: { 'lines.seq': 1, 'lines.from': 1 } },
] as const;

/** Differences that are the server's own, each with what the manual says. */
function isServersOwn(operation: Operation, mine: string, theirs: string): boolean {
  if (serverUri === undefined) return false;
  // $count: "if there are no documents it returns nothing" ($group on no documents makes no group).
  if (operation.kind === 'aggregate' && theirs.replaceAll(/\\*"?\{\\*"n\\*":0\}\\*"?/g, '') === mine) return true;
  // $dateTrunc: a day begins at its midnight, a week on Sunday ("startOfWeek … default: Sunday"); this server gives the
  // Sunday before for a day, and the one before that for a week.
  if (operation.kind === 'aggregate' && /"unit":"(day|week)"/.test(JSON.stringify(operation.pipeline))) return true;
  if (operation.kind !== 'update' && operation.kind !== 'claim') return false;
  if ('$push' in operation.update && countsLess(mine, theirs)) return true;
  // findAndModify into a taken key is DuplicateKey (11000); this server says InternalError.
  if (mine.startsWith('{"error":11000') && theirs.startsWith('{"error":1,')) return true;
  // Update operators: two changes of one path are refused when the update is read, matching documents or not.
  if (mine.startsWith('{"error":40')) return true;
  // $inc: "Use of the $inc operator on a field with a null value" or any that is no number is an error; here true is 1.
  return '$inc' in operation.update && mine.startsWith('{"error":14');
}

/** Ours, and in the README: a $push that leaves its array as it was (sorted and sliced) is no modification here. */
function countsLess(mine: string, theirs: string): boolean {
  const [own, other] = [mine, theirs].map((text) => /^\[(\d+),(\d+),(\d+)\]$/.exec(text)?.slice(1).map(Number) ?? []);
  return own?.[0] === other?.[0] && own?.[2] === other?.[2] && (own?.[1] ?? 0) < (other?.[1] ?? 0);
}

/**
 * MongoDB's updateMany is not one transaction: what was changed before the error stays, and what that was depends on the
 * order of reading. The server takes it back.
 */
function leavesStoresApart(operation: Operation, mine: string, theirs: string): boolean {
  return (
    (operation.kind === 'update' || operation.kind === 'claim') &&
    mine.startsWith('{"error"') &&
    (mine !== theirs || 'many' in operation)
  );
}

async function play(lane: number): Promise<string[]> {
  const items: Items = own.db(dbName).collection(`lane-${lane}`);
  const others: Items = reference.db(`${dbName}-reference`).collection(`lane-${lane}`);
  await items.createIndexes([unique, ...indexes]);
  await others.createIndexes(serverUri === undefined ? [unique] : [unique, ...indexes]);
  const operations = createOperations(randomFrom(lane), { onServer: serverUri !== undefined });
  const differences: string[] = [];
  for (let i = 0; i < perLane; i++) {
    const operation = operations.next();
    const [mine, theirs] = await Promise.all([outcomeOf(items, operation), outcomeOf(others, operation)]);
    const same = mine === theirs || isServersOwn(operation, mine, theirs);
    if (!same) differences.push(describeDifference(`${lane}/${i} ${JSON.stringify(operation)}`, mine, theirs));
    if (leavesStoresApart(operation, mine, theirs)) await Promise.all([items.deleteMany({}), others.deleteMany({})]);
    if (i % 100 === 99 && (await contents(items)) !== (await contents(others)))
      differences.push(`${lane}/${i}: contents differ`);
    if (differences.length > 3) break;
  }
  return differences;
}

/** Where two outcomes part, with what stands around it. */
function describeDifference(operation: string, mine: string, theirs: string): string {
  const at = Math.max(0, Array.from(mine).findIndex((letter, i) => theirs[i] !== letter) - 80);
  return `${operation}\n  own   ${mine.slice(at, at + 160)}\n  other ${theirs.slice(at, at + 160)}`;
}

function contents(items: Items): Promise<string> {
  return outcomeOf(items, { kind: 'find', filter: {}, options: { sort: { _id: 1 } } });
}

describe('random operations of the kinds that the product uses', () => {
  it('answer the same on both stores, and leave the same documents', async () => {
    const differences = await Promise.all(Array.from({ length: lanes }, (_, lane) => play(lane)));

    expect(differences.flat()).toEqual([]);
  }, 600_000);
});
