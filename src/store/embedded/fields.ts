import { CommandError } from '../documents/errors.ts';
import { type Doc, isDoc } from '../documents/values.ts';

/** What any command may carry. */
const shared = words(`$db $clusterTime $readPreference $audit $client $configServerState apiVersion apiStrict
  apiDeprecationErrors autocommit comment lsid maxTimeMS maxTimeMSOpOnly mayBypassWriteBlocking readConcern
  startTransaction stmtId stmtIds txnNumber writeConcern`);

/** The fields of the commands whose fields are checked, besides their name. */
const fields: Readonly<Record<string, readonly string[]>> = {
  find: words(`filter sort projection hint skip limit batchSize singleBatch min max returnKey showRecordId tailable
    awaitData noCursorTimeout allowPartialResults allowDiskUse oplogReplay collation let`),
  getMore: words('collection batchSize'),
  insert: words('documents ordered bypassDocumentValidation'),
  update: words('updates ordered bypassDocumentValidation let'),
  delete: words('deletes ordered let'),
  findAndModify: words(`query sort hint remove update new fields upsert bypassDocumentValidation collation arrayFilters
    let`),
  count: words('query limit skip hint collation fields'),
  distinct: words('key query hint collation'),
  aggregate: words('pipeline cursor explain allowDiskUse bypassDocumentValidation collation hint let'),
};

/** The fields of the statements in a write's list. */
const statements: Readonly<Record<string, readonly [list: string, fields: readonly string[]]>> = {
  update: ['updates', words('q u c multi upsert collation arrayFilters hint')],
  delete: ['deletes', words('q limit collation hint')],
};

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

/** @throws CommandError Location40415 for a field that a command, or one of its statements, does not have or lacks */
export function refuseUnknown(name: string, body: Doc): void {
  const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (known) check(name, body, [name, ...known, ...shared]);
  const statement = Object.hasOwn(statements, name) ? statements[name] : undefined;
  if (statement) checkStatements(name, body, statement);
}

function checkStatements(name: string, body: Doc, [list, known]: readonly [string, readonly string[]]): void {
  const given = body[list];
  if (!Array.isArray(given)) return;
  for (const one of given.filter(isDoc)) {
    check(`${name}.${list}`, one, known);
    if (name === 'delete' && one.limit === undefined)
      throw new CommandError(40414, "BSON field 'delete.deletes.limit' is missing but a required field");
  }
}

function check(place: string, given: Doc, known: readonly string[]): void {
  for (const field of Object.keys(given)) {
    if (!known.includes(field)) throw new CommandError(40415, `BSON field '${place}.${field}' is an unknown field.`);
  }
}
