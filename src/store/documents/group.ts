import { reckon } from './arithmetic.ts';
import { compare } from './compare.ts';
import { CommandError } from './errors.ts';
import { asCommandError, compileExpression, promote, type Scope } from './expression.ts';
import { hashKey } from './keys.ts';
import { mingo } from './mingo.ts';
import { type Doc, isDoc, isNumber, setOwn, toNumber } from './values.ts';

/** Takes the values of one group one by one; `result` is what `$group` shows of them. */
type Accumulator = { add(value: unknown): void; result(): unknown };

const accumulators: Readonly<Record<string, () => Accumulator>> = {
  $sum: () => folding<unknown>(0, (sum, value) => (isNumber(value) ? reckon('+', sum, value) : sum)),
  $count: () => folding<unknown>(0, (sum) => reckon('+', sum, 1)),
  $min: () =>
    folding<unknown>(null, (best, value) =>
      isNothing(value) || (best !== null && compare(value, best) >= 0) ? best : value,
    ),
  $max: () =>
    folding<unknown>(null, (best, value) =>
      isNothing(value) || (best !== null && compare(value, best) <= 0) ? best : value,
    ),
  $last: () => folding<unknown>(null, (_, value) => value ?? null),
  $mergeObjects: () => folding<Doc>({}, (merged, value) => (isDoc(value) ? { ...merged, ...value } : merged)),
  $first: first,
  $avg: average,
  $push: () => collecting(() => true),
  $addToSet: addToSet,
};

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function folding<T>(start: T, fold: (sofar: T, value: unknown) => T): Accumulator {
  let sofar = start;
  return { add: (value) => void (sofar = fold(sofar, value)), result: () => sofar };
}

function first(): Accumulator {
  let found: { value: unknown } | undefined;
  return { add: (value) => void (found ??= { value: value ?? null }), result: () => found?.value ?? null };
}

function average(): Accumulator {
  let [sum, count] = [0, 0];
  return {
    add(value) {
      if (!isNumber(value)) return;
      sum += toNumber(value);
      count += 1;
    },
    result: () => (count === 0 ? null : sum / count),
  };
}

function collecting(wants: (value: unknown) => boolean): Accumulator {
  const values: unknown[] = [];
  return {
    add(value) {
      if (value !== undefined && wants(value)) values.push(value);
    },
    result: () => values,
  };
}

function addToSet(): Accumulator {
  const seen = new Set<string>();
  return collecting((value) => seen.size < seen.add(hashKey(value)).size);
}

type Field = { readonly name: string; readonly operator: string; readonly expression: unknown };
type Group = { readonly id: unknown; readonly docs: Doc[]; readonly parts: readonly (Accumulator | undefined)[] };

/** `$group`, one document at a time: memory grows with the groups, not with the documents. */
export function* group(docs: Iterable<Doc>, spec: Doc, scope: Scope): Generator<Doc> {
  if (!Object.hasOwn(spec, '_id')) throw new CommandError(15955, 'a group specification must include an _id');
  const idOf = compileExpression(spec._id, scope);
  const fields = fieldsOf(spec);
  const values = fields.map(({ operator, expression }) =>
    Object.hasOwn(accumulators, operator) ? compileExpression(expression, scope) : undefined,
  );
  const groups = new Map<string, Group>();
  for (const doc of docs) {
    const id = idOf(doc) ?? null;
    const key = hashKey(id);
    const found = groups.get(key) ?? { id, docs: [], parts: fields.map(({ operator }) => accumulators[operator]?.()) };
    groups.set(key, found);
    if (values.includes(undefined)) found.docs.push(doc);
    found.parts.forEach((part, i) => part?.add(values[i]?.(doc)));
  }
  for (const found of groups.values()) {
    const result: Doc = { _id: found.id };
    fields.forEach((field, i) =>
      setOwn(
        result,
        field.name,
        found.parts[i]?.result() ?? (found.parts[i] ? null : byMingo(found.docs, field, scope)),
      ),
    );
    yield result;
  }
}

function fieldsOf(spec: Doc): Field[] {
  return Object.entries(spec).flatMap(([name, value]): Field[] => {
    if (name === '_id') return [];
    if (name.includes('.')) throw new CommandError(40235, `The field name '${name}' cannot contain '.'`);
    const entries = isDoc(value) ? Object.entries(value) : [];
    const [operator, expression] = entries[0] ?? [];
    if (operator?.startsWith('$') !== true)
      throw new CommandError(40234, `The field '${name}' must be an accumulator object`);
    if (entries.length !== 1) throw new CommandError(40238, `The field '${name}' must specify one accumulator`);
    return [{ name, operator, expression }];
  });
}

/** The rarer accumulators, over all documents of the group. */
function byMingo(docs: readonly Doc[], { operator, expression }: Field, { variables }: Scope): unknown {
  const stage = { $group: { _id: null, value: { [operator]: promote(expression) } } };
  const plain = docs.map((doc) => promote(doc) as Doc);
  const value = asCommandError(() => mingo().run([stage], plain, mingo().options(variables)))[0]?.value;
  // mingo leaves these two in the array of their kin with `n`.
  return ['$top', '$bottom'].includes(operator) && Array.isArray(value) ? (value[0] as unknown) : value;
}
