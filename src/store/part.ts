import mongoose from 'mongoose';

/** A part of a document with fields of its own: whole, or absent where it is not given. Unknown fields in it throw. */
export function part(fields: Readonly<Record<string, unknown>>): unknown {
  // Constructed without its types: they recurse deeper than the linter's own rules can follow.
  return Reflect.construct(mongoose.Schema, [fields, { _id: false, strict: 'throw' }]) as unknown;
}
