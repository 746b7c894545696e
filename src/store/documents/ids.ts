import { BSON } from 'bson';
import { placeOf } from './decode.ts';
import { encode } from './encode.ts';
import { CommandError } from './errors.ts';
import { isDoc } from './values.ts';

/** @throws CommandError InvalidIdField, DollarPrefixedFieldName for what can't be a document's id */
export function checkId(id: unknown): void {
  if (Array.isArray(id)) throw new CommandError(53, "The '_id' value cannot be of type array");
  if (id instanceof BSON.BSONRegExp) throw new CommandError(53, "The '_id' value cannot be of type regex");
  const bad = isDoc(id) ? Object.keys(id).find((field) => field.startsWith('$')) : undefined;
  if (bad !== undefined && !['$ref', '$id', '$db'].includes(bad)) {
    throw new CommandError(52, `_id fields may not contain '$'-prefixed fields: ${bad} is not valid for storage.`);
  }
}

/** A document's bytes with its id moved before the other fields; undefined where it has none. */
export function withIdFirst(document: Buffer): Buffer | undefined {
  const place = placeOf(document, '_id');
  if (!place) return undefined;
  const [from, to] = place;
  if (from === firstField) return document;
  const moved = Buffer.from(document);
  document.copy(moved, firstField, from, to);
  document.copy(moved, firstField + to - from, firstField, from);
  return moved;
}

/** Behind the length. */
const firstField = 4;

/** A document's bytes with an id put in front of its fields. */
export function withIdBefore(id: unknown, document: Buffer): Buffer {
  const head = encode({ _id: id });
  // Neither the length nor the final zero of either comes twice.
  const whole = Buffer.allocUnsafe(head.length + document.length - 5);
  head.copy(whole);
  document.copy(whole, head.length - 1, firstField);
  whole.writeInt32LE(whole.length);
  return whole;
}
