import { CommandError } from './errors.ts';
import { component } from './keys.ts';
import { compile, type Predicate } from './match.ts';
import { isIndex } from './path.ts';
import { type SortField, sortFields } from './sort.ts';
import { type Doc, isDoc, own } from './values.ts';

/** An index as the catalog keeps it. `multikey` and `cut` are set by the first document that makes them so. */
export type Index = {
  readonly name: string;
  readonly space: number;
  readonly spec: Doc;
  readonly fields: readonly SortField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial: { readonly filter: Doc; readonly test: Predicate } | undefined;
  readonly expireAfterSeconds: number | undefined;
  multikey: boolean;
  cut: boolean;
};

export function toIndex(spec: Doc, kept: { space: number; multikey?: boolean; cut?: boolean }): Index {
  const filter = spec.partialFilterExpression;
  return {
    name: String(spec.name),
    space: kept.space,
    spec,
    fields: sortFields(spec.key as Doc),
    unique: spec.unique === true || spec.name === '_id_',
    sparse: spec.sparse === true,
    partial: isDoc(filter) ? { filter, test: compile(filter) } : undefined,
    expireAfterSeconds: spec.expireAfterSeconds === undefined ? undefined : Number(spec.expireAfterSeconds),
    multikey: kept.multikey ?? false,
    cut: kept.cut ?? false,
  };
}

export type IndexKey = { readonly bytes: Buffer; readonly values: readonly unknown[] };
export type IndexKeys = { readonly keys: readonly IndexKey[]; readonly multikey: boolean; readonly cut: boolean };

const nothing: IndexKeys = { keys: [], multikey: false, cut: false };

/** The keys under which an index holds a document: none where it is sparse or partial and leaves the document out. */
export function keysOf(index: Index, doc: Doc): IndexKeys {
  if (index.partial && !index.partial.test(doc)) return nothing;
  const rows: Row[] = [];
  const arrays = spread(
    index.fields.map(({ parts }) => ({ value: doc, rest: parts, whole: false })),
    rows,
  );
  if (index.sparse && rows.every((row) => row.every((value) => value === missing))) return nothing;
  const keys = new Map<string, IndexKey>();
  let cut = false;
  for (const row of rows) {
    const values = row.map((value) => (value === missing ? null : value));
    const parts = values.map((value, i) => component(value, index.fields[i]?.descending ?? false));
    const bytes = Buffer.concat(parts.map((part) => part.bytes));
    if (bytes.length > 1900)
      throw new CommandError(17280, `The key of index ${index.name} is too long: ${bytes.length} bytes`);
    cut ||= parts.some((part) => part.cut);
    keys.set(bytes.toString('latin1'), { bytes, values });
  }
  return { keys: [...keys.values()], multikey: arrays, cut };
}

const missing = Symbol('missing');
type Row = unknown[];
/** How far one field's path has been followed; `whole`: an array found as an array's element is a value itself. */
type Track = { readonly value: unknown; readonly rest: readonly string[]; readonly whole: boolean };

/** Follows all paths together, so that two fields of one array keep the pairs that stand in one element. */
function spread(tracks: readonly Track[], rows: Row[]): boolean {
  const followed = tracks.map(follow);
  const arrays = followed.filter(isOpenArray);
  const first = arrays[0]?.value as unknown[] | undefined;
  if (!first) {
    rows.push(followed.map(({ value, rest }) => (rest.length > 0 || value === absent ? missing : value)));
    return false;
  }
  if (arrays.some(({ value }) => value !== first)) throw new CommandError(171, 'cannot index parallel arrays');
  for (const element of first.length === 0 ? [undefined] : first) {
    spread(
      followed.map((track) => (isOpenArray(track) ? enter(track, element) : track)),
      rows,
    );
  }
  return true;
}

function isOpenArray({ value, whole }: Track): boolean {
  return Array.isArray(value) && !whole;
}

/** An empty array is kept as undefined, which sorts below null. */
function enter({ rest }: Track, element: unknown): Track {
  if (rest.length > 0 && !isDoc(element)) return { value: absent, rest: [], whole: true };
  return { value: element, rest, whole: rest.length === 0 };
}

const absent = Symbol('absent');

function follow(track: Track): Track {
  let { value, rest } = track;
  while (rest.length > 0 && value !== absent) {
    const part = rest[0] ?? '';
    if (Array.isArray(value) && !isIndex(part)) return { value, rest, whole: false };
    value = childOf(value, part);
    rest = rest.slice(1);
  }
  return { value, rest: value === absent ? [] : rest, whole: track.whole };
}

function childOf(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return Number(part) < value.length ? (value[Number(part)] as unknown) : absent;
  return isDoc(value) && Object.hasOwn(value, part) ? own(value, part) : absent;
}
