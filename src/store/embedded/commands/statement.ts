import { decode } from '../../documents/decode.ts';
import { Raw } from '../../documents/encode.ts';
import { failedToParse } from '../../documents/errors.ts';
import { variablesOf } from '../../documents/expression.ts';
import { compile } from '../../documents/match.ts';
import { compileUpdate, type Update } from '../../documents/update.ts';
import { type Doc, isDoc } from '../../documents/values.ts';
import { type Found, select, type Selection } from '../scan.ts';
import { type Call, collatorOf, docField, hintField } from './context.ts';
import { checkHint } from './read.ts';

/** One statement of an update, read. */
export type Statement = {
  readonly selection: Selection;
  /** Whether `$` stands for the array's element that the filter met. */
  readonly positional: boolean;
  readonly update: Update;
  /** Whether the update is the new document. */
  readonly replaces: boolean;
  readonly upsert: boolean;
  readonly multi: boolean;
};

export function statementOf(call: Call, spec: Doc): Statement {
  const selection = searchOf(call, spec);
  const multi = spec.multi === true;
  const u = spec.u instanceof Raw ? decode(spec.u.bytes) : spec.u;
  const replaces = isDoc(u) && !isUpdateOperators(u);
  if (multi && replaces) throw failedToParse('multi update is not supported for replacement-style update');
  return {
    selection,
    positional: isDoc(u) && usesPosition(u),
    update: compileUpdate(u, (spec.arrayFilters as Doc[] | undefined) ?? [], selection.variables),
    replaces,
    upsert: spec.upsert === true,
    multi,
  };
}

/** What a statement asks for, checked. */
export function searchOf(call: Call, spec: Doc): Selection {
  const filter = docField(spec, 'q') ?? {};
  const variables = { ...variablesOf(docField(call.body, 'let')), ...variablesOf(docField(spec, 'c')) };
  const selection = { filter, hint: hintField(spec), collator: collatorOf(spec), variables, watch: call.watch };
  return { ...selection, test: compile(filter, selection) };
}

function usesPosition(update: Doc): boolean {
  return Object.values(update).some(
    (fields) => isDoc(fields) && Object.keys(fields).some((path) => path.includes('.$') && /\.\$(\.|$)/.test(path)),
  );
}

function isUpdateOperators(update: Doc): boolean {
  return Object.keys(update)[0]?.startsWith('$') === true;
}

export function selected({ engine }: Call, namespace: string, given: Selection): Found[] {
  const selection = given.test ? given : { ...given, test: compile(given.filter, given) };
  const collection = engine.catalog.find(namespace);
  if (!collection) return [];
  checkHint(collection, selection);
  return [...select(engine.kv, collection, selection)];
}
