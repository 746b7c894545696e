import type { Media } from '../state/media-box.ts';

/** One call of the imitated API. */
export type Call = {
  /** without the prefix: `/cgi-bin/token` */
  readonly path: string;
  readonly query: URLSearchParams;
  /** the parsed body of a POST; {} for a GET and for an upload */
  readonly body: Fields;
  /** the body as it came */
  readonly raw: Buffer;
  readonly contentType: string;
};

export type Fields = Readonly<Record<string, unknown>>;
export type Refusal = { readonly errcode: number; readonly errmsg: string };

export type Endpoint = {
  readonly method: 'GET' | 'POST';
  /** whom the call has to prove to be: `token` unless said; the token calls themselves carry the secret */
  readonly proof?: 'secret';
  /** `json` unless said */
  readonly takes?: 'upload';
  /** calls a day; @see WeChat Official Accounts, "API frequency limits" */
  readonly daily?: number;
  /** a file to send instead of JSON; undefined where there is none, and `answer` says why */
  readonly file?: (call: Call) => Media | undefined;
  readonly answer: (call: Call) => Fields | Promise<Fields>;
};

export type Endpoints = Readonly<Record<string, Endpoint>>;

export const done: Refusal = { errcode: 0, errmsg: 'ok' };

export function refuse(errcode: number, errmsg: string): Refusal {
  return { errcode, errmsg };
}

/** The text under a path of names; '' where there is none, numbers as their digits. */
export function textIn(body: unknown, ...path: readonly string[]): string {
  const found = valueIn(body, path);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

/** The objects of a list under a path of names; none where there is no list. */
export function listIn(body: unknown, ...path: readonly string[]): readonly Fields[] {
  const found = valueIn(body, path);
  return Array.isArray(found) ? found.filter(isFields) : [];
}

/** The object under a path of names. */
export function fieldsIn(body: unknown, ...path: readonly string[]): Fields | undefined {
  const found = valueIn(body, path);
  return isFields(found) ? found : undefined;
}

function valueIn(body: unknown, path: readonly string[]): unknown {
  let here = body;
  for (const name of path) {
    if (!isFields(here) || !Object.hasOwn(here, name)) return undefined;
    here = here[name];
  }
  return here;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
