import { CommandError } from '../documents/errors.ts';
import { type Doc, isDoc } from '../documents/values.ts';

/** What any command may carry. */
const shared = words(`$db $clusterTime $readPreference $audit $client $configServerState apiVersion apiStrict
  apiDeprecationErrors autocommit comment lsid maxTimeMS maxTimeMSOpOnly mayBypassWriteBlocking readConcern
  startTransaction stmtId stmtIds txnNumber writeConcern`);

/** The fields of the commands whose fields are checked. */
const fields: Readonly<Record<string, ReadonlySet<string>>> = {
  find: all(`find filter sort projection hint skip limit batchSize singleBatch min max returnKey showRecordId tailable
    awaitData noCursorTimeout allowPartialResults allowDiskUse oplogReplay collation let`),
  getMore: all('getMore collection batchSize'),
  insert: all('insert documents ordered bypassDocumentValidation'),
  update: all('update updates ordered bypassDocumentValidation let'),
  delete: all('delete deletes ordered let'),
  findAndModify:
    all(`findAndModify query sort hint remove update new fields upsert bypassDocumentValidation collation arrayFilters
    let`),
  count: all('count query limit skip hint collation fields'),
  distinct: all('distinct key query hint collation'),
  aggregate: all('aggregate pipeline cursor explain allowDiskUse bypassDocumentValidation collation hint let'),
};

/** The fields of the statements in a write's list. */
const statements: Readonly<Record<string, Statements>> = {
  update: {
    list: 'updates',
    known: new Set(words('q u c multi upsert collation arrayFilters hint')),
    required: ['q', 'u'],
  },
  delete: { list: 'deletes', known: new Set(words('q limit collation hint')), required: ['q', 'limit'] },
};
const required: Readonly<Record<string, string>> = {
  insert: 'documents',
  update: 'updates',
  delete: 'deletes',
  distinct: 'key',
  getMore: 'collection',
  aggregate: 'pipeline',
};
type Statements = {
  readonly list: string;
  readonly known: ReadonlySet<string>;
  readonly required: readonly string[];
};

/** The words of a list. */
export function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

function all(text: string): ReadonlySet<string> {
  return new Set([...words(text), ...shared]);
}

/** @throws CommandError Location40415 for a field that a command, or one of its statements, does not have or lacks */
export function refuseUnknown(name: string, body: Doc): void {
  const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (known) check(name, body, known);
  if (known && required[name] !== undefined) demand(name, body, required[name]);
  const statement = Object.hasOwn(statements, name) ? statements[name] : undefined;
  if (statement) checkStatements(name, body, statement);
}

function checkStatements(name: string, body: Doc, { list, known, required: needed }: Statements): void {
  const given = body[list];
  if (!Array.isArray(given)) return;
  for (const one of given.filter(isDoc)) {
    check(`${name}.${list}`, one, known);
    for (const field of needed) demand(`${name}.${list}`, one, field);
  }
}

function demand(place: string, given: Doc, field: string): void {
  if (given[field] === undefined)
    throw new CommandError(40414, `BSON field '${place}.${field}' is missing but a required field`);
}

function check(place: string, given: Doc, known: ReadonlySet<string>): void {
  for (const field of Object.keys(given)) {
    if (!known.has(field)) throw new CommandError(40415, `BSON field '${place}.${field}' is an unknown field.`);
  }
}
