import type { Collection } from '../catalog.ts';
import { decode } from '../../documents/decode.ts';
import { encode, Raw } from '../../documents/encode.ts';
import { failedToParse } from '../../documents/errors.ts';
import { variablesOf } from '../../documents/expression.ts';
import { compileProjection } from '../../documents/project.ts';
import type { Doc } from '../../documents/values.ts';
import type { Found, Selection } from '../scan.ts';
import { type Call, collatorOf, docField, hintField, namespaceOf } from './context.ts';
import { sortOf } from './read.ts';
import { selected, statementOf } from './statement.ts';
import { change, insertOne, upsertDoc } from './write.ts';

/** Finds one document in an order, and changes or removes it, in one step. */
export async function findAndModify(call: Call): Promise<Doc> {
  checkOptions(call.body);
  const { body, engine } = call;
  const variables = variablesOf(docField(body, 'let'));
  const project = compileProjection(docField(body, 'fields'), variables);
  const { lastErrorObject, value } = await engine.write(() => {
    const selection: Selection = {
      filter: docField(body, 'query') ?? {},
      sort: sortOf(body, 'sort'),
      hint: hintField(body),
      collator: collatorOf(body),
      variables,
      limit: 1,
      watch: call.watch,
    };
    const [one] = selected(call, namespaceOf(call), selection);
    const collection = engine.catalog.find(namespaceOf(call));
    return one && collection ? apply(call, collection, { one, selection }) : upsert(call, selection);
  });
  return { lastErrorObject, value: value && project ? project(decode(value)) : value && new Raw(value) };
}

function checkOptions({ remove, update, upsert: upserting, new: after }: Doc): void {
  if (remove !== true && update === undefined)
    throw failedToParse("Either an update or 'remove'=true must be specified");
  if (remove !== true) return;
  if (update !== undefined) throw failedToParse("Cannot specify both an 'update' and 'remove'=true");
  if (upserting === true) throw failedToParse("Cannot specify both 'upsert'=true and 'remove'=true");
  if (after === true) {
    throw failedToParse(
      "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document",
    );
  }
}

type Outcome = { readonly lastErrorObject: Doc; readonly value: Buffer | null };

function apply(call: Call, collection: Collection, { one, selection }: { one: Found; selection: Selection }): Outcome {
  const { body, engine } = call;
  if (body.remove === true) {
    engine.table.remove(collection, one);
    return { lastErrorObject: { n: 1 }, value: one.bytes };
  }
  const changed = change(call, collection, { one, statement: ofBody(call, selection) });
  return {
    lastErrorObject: { n: 1, updatedExisting: true },
    value: body.new === true ? (changed ?? one.bytes) : one.bytes,
  };
}

function upsert(call: Call, selection: Selection): Outcome {
  const { body } = call;
  if (body.remove === true) return { lastErrorObject: { n: 0 }, value: null };
  const statement = ofBody(call, selection);
  if (body.upsert !== true) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
  const doc = insertOne(call, namespaceOf(call), upsertDoc(call, statement));
  return {
    lastErrorObject: { n: 1, updatedExisting: false, upserted: doc._id },
    value: body.new === true ? encode(doc) : null,
  };
}

function ofBody(call: Call, { filter }: Selection) {
  const { update, arrayFilters, collation } = call.body;
  return statementOf(call, { q: filter, u: update, arrayFilters, ...(collation === undefined ? {} : { collation }) });
}
