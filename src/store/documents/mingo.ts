import { createRequire } from 'node:module';
import type * as Mingo from 'mingo';
import type * as Core from 'mingo/core';
import type * as Accumulators from 'mingo/operators/accumulator';
import type * as Expressions from 'mingo/operators/expression';
import type * as Pipelines from 'mingo/operators/pipeline';
import type * as Projections from 'mingo/operators/projection';
import type * as Queries from 'mingo/operators/query';
import type * as Windows from 'mingo/operators/window';
import type { Options } from 'mingo/types';
import { exact } from './expression-operators.ts';
import type { Doc } from './values.ts';

const load = createRequire(import.meta.url);

/** mingo, with our operators where its are not exact. */
function open() {
  const { Context, evalExpr, ProcessingMode } = load('mingo/core') as typeof Core;
  const { Aggregator } = load('mingo') as typeof Mingo;
  const accumulator = load('mingo/operators/accumulator') as typeof Accumulators;
  const expression = { ...(load('mingo/operators/expression') as typeof Expressions), ...exact(evalExpr) };
  const window = load('mingo/operators/window') as typeof Windows;
  const context = Context.init({
    accumulator,
    expression,
    pipeline: load('mingo/operators/pipeline') as typeof Pipelines,
    projection: load('mingo/operators/projection') as typeof Projections,
    query: load('mingo/operators/query') as typeof Queries,
    window,
  });

  function options(variables: Doc = {}, scriptEnabled = false): Options {
    return {
      idKey: '_id',
      processingMode: ProcessingMode.CLONE_OFF,
      useStrictMode: true,
      scriptEnabled,
      failOnError: true,
      variables,
      context,
    };
  }

  return {
    evaluate: evalExpr,
    options,
    run: (stages: Doc[], docs: Doc[], given: Options): Doc[] => new Aggregator(stages, given).run<Doc>(docs),
    knows: (name: string): boolean => [expression, accumulator, window].some((group) => Object.hasOwn(group, name)),
  };
}

let opened: ReturnType<typeof open> | undefined;

/**
 * mingo's two hundred small files take longer to load than the store takes to start, and most of what a store is asked
 * needs none of them: they come with the first expression that is theirs.
 */
export function mingo(): ReturnType<typeof open> {
  opened ??= open();
  return opened;
}
