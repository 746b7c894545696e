import { type Call, type Command, numberField } from './commands/context.ts';
import { explain } from './commands/explain.ts';
import { buildInfo, connectionStatus, hello, serverStatus } from './commands/hello.ts';
import { aggregate } from './commands/aggregate.ts';
import { count, distinct, find, getMore, killCursors } from './commands/read.ts';
import { createIndexes, dropIndexes, listIndexes } from './commands/indexes.ts';
import { create, drop, dropDatabase, listCollections, listDatabases, renameCollection } from './commands/schema.ts';
import { collStats, dbStats, greetings, validate } from './commands/status.ts';
import { hotBackup } from './commands/backup.ts';
import { findAndModify } from './commands/find-and-modify.ts';
import { insert, remove, update } from './commands/write.ts';
import { createCursors } from './cursors.ts';
import { encode } from '../documents/encode.ts';
import type { Engine } from './engine.ts';
import { refuseUnknown } from '../protocol/fields.ts';
import { checkTerms, unknownCommand } from '../protocol/terms.ts';
import { CommandError } from '../documents/errors.ts';
import { BSON } from 'bson';
import type { Doc } from '../documents/values.ts';

const nothing: Command = () => ({});

const commands: Readonly<Record<string, Command>> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  async ping({ engine }) {
    await engine.checkSpace();
    return {};
  },
  buildInfo,
  buildinfo: buildInfo,
  serverStatus,
  connectionStatus,
  endSessions: nothing,
  killSessions: nothing,
  refreshSessions: nothing,
  ...greetings,
  collStats,
  dbStats,
  validate,
  find,
  getMore,
  killCursors,
  count,
  distinct,
  aggregate,
  explain,
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
  create,
  drop,
  dropDatabase,
  renameCollection,
  createIndexes,
  dropIndexes,
  listIndexes,
  listCollections,
  listDatabases,
  hotBackup,
  commitTransaction: nothing,
  abortTransaction: nothing,
};

/** Answers one command with a whole BSON document, results and errors alike, behind `head` bytes left free. */
export type Dispatch = (body: Doc, head?: number) => Promise<Buffer>;

export function createDispatch(engine: Engine, now: () => Date): Dispatch {
  const cursors = createCursors(() => now().getTime());

  return async (body, head = 0) => {
    try {
      const name = Object.keys(body)[0] ?? '';
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (!command) throw unknownCommand(name);
      checkTerms(name, body);
      refuseUnknown(name, body);
      const call: Call = {
        engine,
        cursors,
        db: typeof body.$db === 'string' ? body.$db : 'admin',
        body,
        now: now(),
        watch: watchOf(body, now),
      };
      const answer = await command(call);
      return encode({ ...answer, ok: new BSON.Double(1) }, head);
    } catch (error) {
      return encode(failure(error), head);
    }
  };
}

/** Stops a command that looks longer than its `maxTimeMS`. */
function watchOf(body: Doc, now: () => Date): Call['watch'] {
  const limit = numberField(body, 'maxTimeMS') ?? 0;
  if (limit < 0 || limit > 0x7fffffff)
    throw new CommandError(2, `${limit} value for maxTimeMS is out of range [0, 2147483647]`);
  if (!(limit > 0)) return { check: () => undefined };
  const end = now().getTime() + limit;
  let looks = 0;
  return {
    check() {
      looks += 1;
      if (looks % 128 === 0 && now().getTime() > end) throw new CommandError(50, 'operation exceeded time limit');
    },
  };
}

function failure(error: unknown): Doc {
  const known =
    error instanceof CommandError ? error : new CommandError(1, error instanceof Error ? error.message : String(error));
  return {
    ok: new BSON.Double(0),
    errmsg: known.message,
    code: known.code,
    codeName: known.codeName,
    ...known.details,
  };
}
