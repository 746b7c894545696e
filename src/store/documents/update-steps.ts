import { CommandError, failedToParse } from './errors.ts';
import { typeName } from './match-operators.ts';
import { isIndex } from './path.ts';
import { operators } from './update-operators.ts';
import { shown } from './update-path.ts';
import { type Doc, isDoc } from './values.ts';

/** One operator of an update at one path. */
export type Step = {
  readonly operator: string;
  readonly path: string;
  readonly parts: readonly string[];
  readonly operand: unknown;
};

/** Where a step goes; the operand comes with each update. */
type Place = Omit<Step, 'operand'>;

/** Updates of one shape, the same operators at the same paths, come again and again: their order is found once. */
const shapes = new Map<string, readonly Place[]>();
const mostShapes = 500;

/** @throws CommandError where an operator, a path or an operand is not one, or two paths are in each other's way */
export function stepsOf(update: Doc): Step[] {
  return placesOf(update).map(({ operator, path, parts }) => ({
    operator,
    path,
    parts,
    operand: (update[operator] as Doc)[path],
  }));
}

function placesOf(update: Doc): readonly Place[] {
  const shape = shapeOf(update);
  const known = shapes.get(shape);
  if (known) {
    for (const operator of Object.keys(update)) checkOperands(operator, update[operator] as Doc);
    return known;
  }
  const places = orderedPlaces(update);
  // The paths that a `$rename` touches are in what is given to it, too.
  if (Object.hasOwn(update, '$rename')) return places;
  if (shapes.size >= mostShapes) shapes.clear();
  shapes.set(shape, places);
  return places;
}

function shapeOf(update: Doc): string {
  let shape = '';
  for (const [operator, fields] of Object.entries(update)) {
    const paths = isDoc(fields) ? Object.keys(fields) : undefined;
    shape += `${operator}\0${paths?.length ?? 'none'}\0${paths?.join('\0') ?? ''}\0`;
  }
  return shape;
}

function checkOperands(operator: string, fields: Doc): void {
  const check = operators[operator]?.check;
  if (check) for (const path of Object.keys(fields)) check(path, fields[path]);
}

function orderedPlaces(update: Doc): Place[] {
  const places: Place[] = [];
  for (const [operator, fields] of Object.entries(update)) {
    const known = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
    if (!known) {
      throw failedToParse(
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDoc(fields)) {
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${shown(fields)}}`,
      );
    }
    for (const [path, operand] of Object.entries(fields)) {
      const parts = path.split('.');
      checkPath(path, parts);
      known.check?.(path, operand);
      places.push({ operator, path, parts });
    }
  }
  if (places.length === 1 && places[0]?.operator !== '$rename') return places;
  const paths = places.flatMap(({ operator, path, parts }) =>
    operator === '$rename' ? [parts, String((update[operator] as Doc)[path]).split('.')] : [parts],
  );
  refuseConflicts(paths, 'Updating the path');
  // MongoDB adds new fields by the order of their names, numbers by their size.
  return places.sort((a, b) => byName(a.parts, b.parts));
}

function checkPath(path: string, parts: readonly string[]): void {
  if (parts.includes('')) {
    throw new CommandError(
      56,
      path === ''
        ? 'An empty update path is not valid.'
        : `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  if (parts[0]?.startsWith('$') === true) {
    const text = /^\$(\[.*\])?$/.test(parts[0])
      ? `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`
      : `The dollar ($) prefixed field '${parts[0]}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`;
    throw parts[0].startsWith('$[') || parts[0] === '$' ? new CommandError(2, text) : new CommandError(52, text);
  }
}

function byName(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? '', b[i] ?? ''];
    if (x === y) continue;
    return isIndex(x) && isIndex(y) ? Number(x) - Number(y) : x < y ? -1 : 1;
  }
  return a.length - b.length;
}

/** Two changes of one place, or of a place and what holds it, have no order that one could rely on. */
export function refuseConflicts(paths: readonly (readonly string[])[], says: string): void {
  const sorted = [...paths].sort(byName);
  for (const [i, path] of sorted.entries()) {
    const next = sorted[i + 1];
    if (next && path.every((part, at) => next[at] === part)) {
      throw new CommandError(40, `${says} '${next.join('.')}' would create a conflict at '${path.join('.')}'`);
    }
  }
}
