import { CommandError } from '../documents/errors.ts';
import { composed } from '../documents/keys.ts';
import { compile, type Predicate } from '../documents/match.ts';
import { isIndex } from '../documents/path.ts';
import { type SortField, sortFields } from '../documents/sort.ts';
import { type Doc, isDoc, own } from '../documents/values.ts';

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
  /** The top-level fields that its keys depend on; undefined: all of them. */
  readonly roots: ReadonlySet<string> | undefined;
  readonly descending: readonly boolean[];
  multikey: boolean;
  cut: boolean;
};

export function toIndex(spec: Doc, kept: { space: number; multikey?: boolean; cut?: boolean }): Index {
  const filter = spec.partialFilterExpression;
  const fields = sortFields(spec.key as Doc);
  return {
    name: String(spec.name),
    space: kept.space,
    spec,
    fields,
    roots: rootsOf([...fields.map(({ path }) => path), ...Object.keys(isDoc(filter) ? filter : {})]),
    descending: fields.map(({ descending }) => descending),
    unique: spec.unique === true || spec.name === '_id_',
    sparse: spec.sparse === true,
    partial: isDoc(filter) ? { filter, test: compile(filter) } : undefined,
    expireAfterSeconds: spec.expireAfterSeconds === undefined ? undefined : Number(spec.expireAfterSeconds),
    multikey: kept.multikey ?? false,
    cut: kept.cut ?? false,
  };
}

/** The top-level fields that a filter with these paths looks at; undefined: any, as it says more than conditions on paths. */
export function rootsOf(paths: readonly string[]): ReadonlySet<string> | undefined {
  const roots = new Set(paths.map((path) => path.split('.', 1)[0] ?? ''));
  return [...roots].some((root) => root.startsWith('$')) ? undefined : roots;
}

const allRoots = new WeakMap<readonly Index[], { readonly roots: ReadonlySet<string> | undefined }>();

/** The top-level fields that the keys of any of these indexes depend on; undefined: all of them. */
export function rootsOfAll(indexes: readonly Index[]): ReadonlySet<string> | undefined {
  const known = allRoots.get(indexes);
  if (known) return known.roots;
  const all = indexes.map(({ roots }) => roots);
  const roots = all.includes(undefined) ? undefined : new Set(all.flatMap((some) => [...(some ?? [])]));
  allRoots.set(indexes, { roots });
  return roots;
}

/** Everything of one collection or index stands in the file under its number. */
export function spaceStart(space: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(space);
  return bytes;
}

/** `bytes`: the whole key as it stands in the store; `values` are for messages. */
export type IndexKey = { readonly bytes: Buffer; readonly values: readonly unknown[] };
export type IndexKeys = { readonly keys: readonly IndexKey[]; readonly multikey: boolean; readonly cut: boolean };

const nothing: IndexKeys = { keys: [], multikey: false, cut: false };

/** The keys under which an index holds a document: none where it is sparse or partial and leaves the document out. */
export function keysOf(index: Index, doc: Doc, record: number): IndexKeys {
  if (index.partial && !index.partial.test(doc)) return nothing;
  const { rows, multikey } = rowsOf(index, doc);
  if (index.sparse && rows.every((row) => row.every((value) => value === missing))) return nothing;
  const keys = rows.map((row) => keyOf(index, row, record));
  return { keys: keys.length > 1 ? distinct(keys) : keys, multikey, cut: keys.some(({ cut }) => cut) };
}

function rowsOf(index: Index, doc: Doc): { rows: Row[]; multikey: boolean } {
  const plain = plainRow(index, doc);
  if (plain) return { rows: [plain], multikey: false };
  const rows: Row[] = [];
  return { rows, multikey: spread(tracksOf(index, doc), rows) };
}

function keyOf({ name, space, unique, descending }: Index, row: Row, record: number): IndexKey & { cut: boolean } {
  const values = row.map((value) => (value === missing ? null : value));
  const { bytes, cut } = composed(space, values, { descending, record: unique ? undefined : record });
  if (bytes.length > longestKey)
    throw new CommandError(17280, `The key of index ${name} is too long: ${bytes.length} bytes`);
  return { bytes, values, cut };
}

const longestKey = 1910;

function distinct<K extends IndexKey>(keys: readonly K[]): K[] {
  return [...new Map(keys.map((key) => [key.bytes.toString('latin1'), key])).values()];
}

/** Most indexes lead straight to values: undefined where a field's path is deeper, or ends in an array. */
function plainRow({ fields }: Index, doc: Doc): Row | undefined {
  const row: Row = [];
  for (const { path, parts } of fields) {
    const value = Object.hasOwn(doc, path) ? doc[path] : missing;
    if (parts.length > 1 || Array.isArray(value)) return undefined;
    row.push(value);
  }
  return row;
}

function tracksOf({ fields }: Index, doc: Doc): Track[] {
  return fields.map(({ parts }) => ({ value: doc, rest: parts, whole: false }));
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
