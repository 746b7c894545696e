import type { Collator } from '../../documents/compare.ts';
import type { Cursors, Batch } from '../cursors.ts';
import type { Engine } from '../engine.ts';
import { CommandError, notSupported, typeMismatch } from '../../documents/errors.ts';
import type { Watch } from '../scan.ts';
import { type Doc, isDoc, isNumber, toNumber } from '../../documents/values.ts';

/** One command as it came in. */
export type Call = {
  readonly engine: Engine;
  readonly cursors: Cursors;
  readonly db: string;
  readonly body: Doc;
  readonly now: Date;
  readonly watch: Watch;
};
/** Answers with the fields beside `ok`, or with a batch of documents. */
export type Command = (call: Call) => Doc | Batch | Promise<Doc | Batch>;

/** @throws CommandError where a command names no collection */
export function namespaceOf({ db, body }: Call): string {
  const [command, name] = Object.entries(body)[0] ?? [];
  if (typeof name !== 'string')
    throw new CommandError(73, `collection name has invalid type for command ${command ?? ''}`);
  return checkedNamespace(db, name);
}

export function checkedNamespace(db: string, name: string): string {
  if (name === '') throw new CommandError(73, `Invalid namespace specified '${db}.'`);
  if (db === '' || /[\0/\\. "$]/.test(db)) throw new CommandError(73, `Invalid database name: '${db}'`);
  if (name.includes('\0') || name.startsWith('.') || name.includes('$'))
    throw new CommandError(73, `Invalid collection name: ${name}`);
  return `${db}.${name}`;
}

export function docField(body: Doc, field: string): Doc | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value)) throw typeMismatch(`BSON field '${field}' is the wrong type, expected type 'object'`);
  return value;
}

export function numberField(body: Doc, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!isNumber(value)) throw typeMismatch(`BSON field '${field}' is the wrong type, expected type 'number'`);
  return Math.trunc(toNumber(value));
}

/** @throws CommandError BadValue below zero */
export function countField(body: Doc, field: string): number | undefined {
  const value = numberField(body, field);
  if (value !== undefined && value < 0)
    throw new CommandError(51024, `BSON field '${field}' value must be >= 0, actual value '${value}'`);
  return value;
}

export function hintField(body: Doc): string | Doc | undefined {
  const hint = body.hint;
  if (hint === undefined) return undefined;
  if (typeof hint === 'string') return hint === '' ? undefined : hint;
  if (isDoc(hint)) return Object.keys(hint).length === 0 ? undefined : hint;
  throw typeMismatch("BSON field 'hint' is the wrong type, expected types '[string, object]'");
}

/** MongoDB's collations as far as the runtime has them: strength, case, numbers; others are refused. */
export function collatorOf(body: Doc): Collator | undefined {
  const spec = docField(body, 'collation');
  if (!spec || spec.locale === 'simple') return undefined;
  for (const name of Object.keys(spec)) {
    if (!['locale', 'strength', 'caseLevel', 'caseFirst', 'numericOrdering'].includes(name))
      throw notSupported(`collation option ${name}`);
  }
  const strength = numberField(spec, 'strength') ?? 3;
  const levels: Readonly<Record<number, 'base' | 'accent' | 'variant'>> = { 1: 'base', 2: 'accent', 3: 'variant' };
  const sensitivity = spec.caseLevel === true && strength === 1 ? 'case' : levels[strength];
  if (!sensitivity) throw notSupported(`collation strength ${strength}`);
  const collator = new Intl.Collator(String(spec.locale).replace('_', '-'), {
    sensitivity,
    numeric: spec.numericOrdering === true,
  });
  return collator.compare;
}
