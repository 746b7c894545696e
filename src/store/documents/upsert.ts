import { BSON } from 'bson';
import { CommandError } from './errors.ts';
import { isOperators } from './match.ts';
import { write } from './update-path.ts';
import { cloneValue, type Doc, own } from './values.ts';

/**
 * What the document of an upsert begins as: what the filter demands to be equal. A replacement takes its id alone.
 *
 * @throws CommandError NotSingleValueField, NotExactValueField where the filter demands two things of one place
 */
export function upsertBase(filter: Doc, replaces: boolean): Doc {
  const equalities = new Map<string, unknown>();
  collect(equalities, filter, (path) => !replaces || path.split('.', 1)[0] === '_id');
  const base: Doc = {};
  for (const [path, value] of equalities) {
    const parts = path.split('.');
    if (parts[0] === '_id' && parts.length > 1)
      throw new CommandError(111, `field at '_id' must be exactly specified, field at sub-path '${path}'found`);
    write(base, parts, cloneValue(value));
  }
  return base;
}

function collect(equalities: Map<string, unknown>, filter: Doc, isWanted: (path: string) => boolean): void {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and' || (path === '$or' && (condition as Doc[]).length === 1)) {
      for (const branch of condition as Doc[]) collect(equalities, branch, isWanted);
    } else if (!path.startsWith('$') && isWanted(path)) {
      const value = demanded(condition);
      if (value) add(equalities, path, value.is);
    }
  }
}

function add(equalities: Map<string, unknown>, path: string, value: unknown): void {
  for (const other of equalities.keys()) {
    if (other === path) throw new CommandError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    const [short, long] = other.length < path.length ? [other, path] : [path, other];
    if (long.startsWith(`${short}.`))
      throw new CommandError(54, `cannot infer query fields to set, both paths '${long}' and '${short}' are matched`);
  }
  equalities.set(path, value);
}

function demanded(condition: unknown): { is: unknown } | undefined {
  if (condition instanceof BSON.BSONRegExp) return undefined;
  if (!isOperators(condition)) return { is: condition };
  if (Object.hasOwn(condition, '$eq')) return { is: own(condition, '$eq') };
  const list = own(condition, '$in') ?? own(condition, '$all');
  const only = Array.isArray(list) && list.length === 1 ? { is: list[0] as unknown } : undefined;
  return only?.is instanceof BSON.BSONRegExp ? undefined : only;
}
