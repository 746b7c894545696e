import mongoose, { type SchemaDefinition } from 'mongoose';

/** A part of a document with fields of its own: whole, or absent where it is not given. Unknown fields in it throw. */
export function part(fields: Readonly<Record<string, unknown>>) {
  return new mongoose.Schema(fields as SchemaDefinition, { _id: false, strict: 'throw' });
}
