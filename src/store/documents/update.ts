import { equal } from './compare.ts';
import { CommandError, failedToParse } from './errors.ts';
import { compile } from './match.ts';
import { nameOf, stageOf } from './stages.ts';
import { type Change, operators } from './update-operators.ts';
import { concrete, type Positions, shown } from './update-path.ts';
import { refuseConflicts, type Step, stepsOf } from './update-steps.ts';
import { cloneValue, type Doc, isDoc, own, setOwn } from './values.ts';

/** Makes the new document of an old one; `position` is what `$` stands for. The old one may be changed on the way. */
export type Update = (doc: Doc, given: { position: number | undefined; inserting: boolean; now: Date }) => Doc;

/** @throws CommandError FailedToParse and its kin, where the update is not one */
export function compileUpdate(update: unknown, arrayFilters: readonly Doc[] = [], variables: Doc = {}): Update {
  if (Array.isArray(update)) return pipelineUpdate(update as Doc[], variables);
  if (!isDoc(update)) throw failedToParse('Update argument must be either an object or an array');
  const first = Object.keys(update)[0];
  if (first?.startsWith('$') !== true) return replacement(update);
  return operatorUpdate(update, arrayFilters);
}

function replacement(update: Doc): Update {
  const bad = Object.keys(update).find((field) => field.startsWith('$'));
  if (bad !== undefined) {
    throw new CommandError(
      52,
      `The dollar ($) prefixed field '${bad}' in '${bad}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  }
  return (doc) => {
    const id = own(doc, '_id');
    const given = own(update, '_id');
    if (given !== undefined && id !== undefined && !equal(given, id)) {
      throw new CommandError(
        66,
        `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${shown(given)}`,
      );
    }
    return withId(id ?? given, cloneValue(update) as Doc);
  };
}

/** `_id` stands first in every document. */
export function withId(id: unknown, doc: Doc): Doc {
  if (id === undefined) return doc;
  if (doc._id === id && Object.keys(doc)[0] === '_id') return doc;
  const result: Doc = { _id: id };
  for (const field of Object.keys(doc)) if (field !== '_id') setOwn(result, field, doc[field]);
  return result;
}

const updateStages = ['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith'];

function pipelineUpdate(stages: readonly Doc[], variables: Doc): Update {
  for (const stage of stages) {
    const name = Object.keys(stage)[0] ?? '';
    if (!updateStages.includes(name)) throw new CommandError(72, `${name} is not allowed to be used within an update`);
  }
  return (doc, { now }) => {
    const id = own(doc, '_id');
    const scope = { variables: { ...variables, NOW: now } };
    const [changed = {}] = stages.reduce<Iterable<Doc>>(
      (docs, stage) => stageOf(nameOf(stage))(docs, stage[nameOf(stage)], scope),
      [doc],
    );
    if (id !== undefined && own(changed, '_id') !== undefined) keepId(id, changed._id);
    return withId(id ?? own(changed, '_id'), changed);
  };
}

function keepId(id: unknown, given: unknown): void {
  if (equal(id, given)) return;
  throw new CommandError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}

function operatorUpdate(update: Doc, arrayFilters: readonly Doc[]): Update {
  const steps = stepsOf(update);
  const filters = compileFilters(arrayFilters, steps);
  return (doc, { position, inserting, now }) => {
    const id = own(doc, '_id');
    const changes = concreteChanges(doc, steps, { position, filters });
    for (const { step, parts } of changes) {
      const change: Change = { doc, parts, operand: cloneValue(step.operand), inserting, now };
      operators[step.operator]?.apply(change);
    }
    if (id !== undefined) keepId(id, own(doc, '_id'));
    return withId(own(doc, '_id'), doc);
  };
}

type Concrete = { readonly step: Step; readonly parts: readonly string[] };

function concreteChanges(doc: Doc, steps: readonly Step[], positions: Positions): Concrete[] {
  if (!steps.some(({ path }) => path.includes('$'))) return steps.map((step) => ({ step, parts: step.parts }));
  const changes = steps.flatMap((step) => concrete(doc, step.path, positions).map((parts) => ({ step, parts })));
  refuseConflicts(
    changes.map(({ parts }) => parts),
    'Update at',
  );
  return changes;
}

function compileFilters(arrayFilters: readonly Doc[], steps: readonly Step[]): Positions['filters'] {
  const filters: Record<string, (element: unknown) => boolean> = {};
  for (const filter of arrayFilters) {
    const name = identifierOf(filter);
    if (Object.hasOwn(filters, name))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
    if (!steps.some(({ path }) => path.includes(`$[${name}]`))) {
      throw failedToParse(
        `The array filter for identifier '${name}' was not used in the update ${shown(Object.fromEntries(steps.map((step) => [step.path, step.operand])))}`,
      );
    }
    const test = compile(filter);
    filters[name] = (element) => test({ [name]: element });
  }
  return filters;
}

function identifierOf(filter: Doc): string {
  const first = Object.keys(filter)[0];
  if (first === undefined)
    throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
  const inner = first.startsWith('$') ? (filter[first] as Doc[])[0] : undefined;
  return inner ? identifierOf(inner) : (first.split('.')[0] ?? '');
}
