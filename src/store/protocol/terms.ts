import { badValue, CommandError, notSupported } from '../documents/errors.ts';
import { nameOf } from '../documents/stages.ts';
import { shown } from '../documents/update-path.ts';
import { type Doc, isDoc } from '../documents/values.ts';
import { words } from './fields.ts';

/** @see MongoDB manual, "Stable API": the commands of version 1 */
const stable = new Set(
  words(`abortTransaction aggregate collMod commitTransaction count create createIndexes delete drop dropDatabase
    dropIndexes endSessions explain find findAndModify getMore insert hello killCursors listCollections listDatabases
    listIndexes ping refreshSessions update`),
);
const unstableStages = ['$listLocalSessions', '$collStats'];

/** MongoDB's commands that this store does not have: said by name, not as if there were none of the name. */
const others = new Set(
  words(`collMod compact convertToCapped cloneCollectionAsCapped createUser currentOp dataSize dbHash filemd5 fsync
    getDefaultRWConcern killOp listCommands lockInfo logRotate mapReduce planCacheClear planCacheListFilters profile
    reIndex rolesInfo setFeatureCompatibilityVersion setParameter shutdown top updateUser usersInfo`),
);

/** @throws CommandError where no command of this store has the name */
export function unknownCommand(name: string): CommandError {
  return others.has(name) ? notSupported(`the command ${name}`) : new CommandError(59, `no such command: '${name}'`);
}

/** @throws CommandError for what a command asks of the server, besides its own words, that a standalone one has not */
export function checkTerms(name: string, body: Doc): void {
  refuseTransactions(name, body);
  checkApi(name, body);
  if (isDoc(body.readConcern)) checkReadConcern(body.readConcern);
  if (isDoc(body.writeConcern)) checkWriteConcern(body.writeConcern);
}

function refuseTransactions(name: string, { autocommit, startTransaction, txnNumber }: Doc): void {
  const isEnd = name === 'commitTransaction' || name === 'abortTransaction';
  if (isEnd || [autocommit, startTransaction, txnNumber].some((value) => value !== undefined))
    throw new CommandError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
}

function checkApi(name: string, { apiVersion, apiStrict, apiDeprecationErrors, pipeline }: Doc): void {
  if (apiVersion === undefined) {
    if (apiStrict === undefined && apiDeprecationErrors === undefined) return;
    throw new CommandError(4886600, 'Provided apiStrict and/or apiDeprecationErrors without passing apiVersion');
  }
  if (apiVersion !== '1') throw new CommandError(322, 'API version must be "1"');
  if (apiStrict !== true) return;
  if (!stable.has(name))
    throw new CommandError(
      323,
      `Provided apiStrict:true, but the command ${name} is not in API Version 1. Information on supported commands and migrations in API Version 1 can be found at https://dochub.mongodb.org/core/manual-versioned-api`,
    );
  const stage = Array.isArray(pipeline) ? pipeline.map(nameOf).find((one) => unstableStages.includes(one)) : undefined;
  if (stage !== undefined)
    throw new CommandError(323, `stage ${stage} is not allowed with 'apiStrict: true' in API Version 1`);
}

/** One process is a majority by itself; what only a replica set can give is refused. */
function checkReadConcern({ level }: Doc): void {
  if (level === undefined || level === 'local' || level === 'available' || level === 'majority') return;
  if (level === 'snapshot' || level === 'linearizable')
    throw new CommandError(123, `node needs to be a replica set member to use readConcern: ${level}`);
  throw new CommandError(
    2,
    `Enumeration value '${shown(level).replaceAll('"', '')}' for field 'readConcern.level' is not a valid value.`,
  );
}

function checkWriteConcern({ w }: Doc): void {
  if (typeof w === 'number' && w > 1) throw badValue("cannot use 'w' > 1 when a host is not replicated");
  if (typeof w === 'string' && w !== 'majority')
    throw badValue(`cannot use non-majority 'w' mode ${w} when a host is not a member of a replica set`);
}
