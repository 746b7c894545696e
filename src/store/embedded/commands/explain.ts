import { CommandError, failedToParse } from '../../documents/errors.ts';
import { compile } from '../../documents/match.ts';
import { type Doc, isDoc } from '../../documents/values.ts';
import type { Collection } from '../catalog.ts';
import type { Plan } from '../../indexes/plan.ts';
import { planFor } from '../../indexes/planner.ts';
import { recordsOf, scan, select, type Selection } from '../scan.ts';
import { type Call, docField, hintField, namespaceOf } from './context.ts';
import { buildInfo } from './hello.ts';
import { leading } from './pipeline.ts';
import { map, selectionOf, sortOf } from './read.ts';

/** How a command would find its documents; with `executionStats` also how many it looks at. */
export function explain(call: Call): Doc {
  const inner = call.body.explain;
  if (!isDoc(inner)) throw failedToParse('explain needs a command');
  const explained: Call = { ...call, body: inner };
  const name = Object.keys(inner)[0] ?? '';
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!read) throw new CommandError(59, `Explain failed due to unknown command: ${name}`);
  const selection = read(explained);
  compile(selection.filter, selection);
  const namespace = namespaceOf(explained);
  const collection = call.engine.catalog.find(namespace);
  const plan = collection && planFor(collection, selection);
  const winningPlan = plan ? shape(plan, selection) : { stage: 'EOF' };
  const queryPlanner = { namespace, parsedQuery: selection.filter, winningPlan, rejectedPlans: [] };
  const serverInfo = { host: 'embedded', port: 0, version: buildInfo().version };
  const answer: Doc = { explainVersion: '1', queryPlanner, command: inner, serverInfo };
  if (call.body.verbosity === 'queryPlanner' || !collection) return answer;
  const executionStats = stats(call, collection, selection);
  return { ...answer, executionStats };
}

function stats({ engine }: Call, collection: Collection, selection: Selection): Doc {
  engine.kv.fresh();
  const count = (items: Iterable<unknown>): number => [...map(items, () => 1)].length;
  const plan = planFor(collection, selection);
  const start = performance.now();
  const nReturned = count(select(engine.kv, collection, selection));
  const executionTimeMillis = Math.round(performance.now() - start);
  const totalDocsExamined = count(scan(engine.kv, collection, plan));
  const totalKeysExamined = count(recordsOf(engine.kv, plan));
  return { executionSuccess: true, nReturned, executionTimeMillis, totalKeysExamined, totalDocsExamined };
}

const readers: Readonly<Record<string, (call: Call) => Selection>> = {
  find: (call) => selectionOf(call, { filter: 'filter', sort: 'sort' }),
  count: (call) => selectionOf(call, { filter: 'query' }),
  distinct: (call) => selectionOf(call, { filter: 'query' }),
  findAndModify: (call) => ({ ...selectionOf(call, { filter: 'query' }), sort: sortOf(call.body, 'sort'), limit: 1 }),
  update: (call) => ofStatement(call, 'updates'),
  delete: (call) => ofStatement(call, 'deletes'),
  aggregate: (call) =>
    leading((call.body.pipeline as Doc[] | undefined) ?? [], {
      engine: call.engine,
      db: call.db,
      watch: call.watch,
      hint: hintField(call.body),
    }).selection,
};

function ofStatement({ body, watch }: Call, field: string): Selection {
  const statement = (body[field] as Doc[] | undefined)?.[0] ?? {};
  return { filter: docField(statement, 'q') ?? {}, hint: hintField(statement), watch };
}

/** The plan in MongoDB's words, the outermost stage first. */
function shape(plan: Plan, { sort, limit }: Selection): Doc {
  let stage = reading(plan);
  if (sort && !plan.sorted) stage = { stage: 'SORT', sortPattern: sort, inputStage: stage };
  return limit ? { stage: 'LIMIT', limitAmount: limit, inputStage: stage } : stage;
}

function reading(plan: Plan): Doc {
  if (plan.kind === 'scan') return { stage: 'COLLSCAN', direction: plan.reverse ? 'backward' : 'forward' };
  if (plan.kind === 'or') return { stage: 'FETCH', inputStage: { stage: 'OR', inputStages: plan.plans.map(reading) } };
  const { name, spec, multikey, unique, sparse } = plan.index;
  const inputStage = {
    stage: 'IXSCAN',
    keyPattern: spec.key,
    indexName: name,
    isMultiKey: multikey,
    isUnique: unique,
    isSparse: sparse,
    isPartial: plan.index.partial !== undefined,
    direction: plan.reverse ? 'backward' : 'forward',
  };
  return { stage: 'FETCH', inputStage };
}
