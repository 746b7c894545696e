import { localeTag } from './i18n/i18n.ts';
import type { EntryFinding } from '../domain/knowledge-desk.ts';
import type { Person } from './api-types.ts';

/** Why a call did not do what it was for; `message` is written for the reader. Status 0: nothing came back. */
export type Failure = {
  readonly status: number;
  readonly error: string;
  readonly message: string;
  readonly owner?: Person;
  readonly epoch?: number;
  readonly reason?: string;
  /** blanks of a canned reply that are not filled in */
  readonly blanks?: readonly string[];
  /** what keeps an entry from customers */
  readonly findings?: readonly EntryFinding[];
  /** what is wrong with an imported file */
  readonly faults?: readonly string[];
};

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

const timeoutMs = 15_000;

/** Called when the sign-in has ended, whichever call found out. */
let whenSignedOut = (): void => undefined;
export function onSignedOut(act: () => void): void {
  whenSignedOut = act;
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

type Sent = { readonly method: 'POST' | 'DELETE'; readonly body: string; readonly headers: Record<string, string> };

async function call<T>(path: string, sent?: Sent): Promise<Outcome<T>> {
  try {
    const response = await fetch(`/api/desk/${path}`, {
      ...sent,
      headers: { 'Accept-Language': localeTag(), ...sent?.headers },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await readBody(response);
    if (response.ok) return { ok: true, value: body as T };
    const failure = { ...(body as Omit<Failure, 'status'>), status: response.status };
    if (failure.error === 'unauthenticated') whenSignedOut();
    return { ok: false, failure };
  } catch {
    // Whatever broke on the way (no line, an answer cut short): for the agent it is the same, and he can do it again.
    return { ok: false, failure: { status: 0, error: 'offline', message: '' } };
  }
}

export function get<T>(path: string): Promise<Outcome<T>> {
  return call<T>(path);
}

/** A file, for the page to show from memory: it has no address of its own. */
export async function fetchFile(path: string, body: object): Promise<Outcome<Blob>> {
  try {
    const sent = {
      method: 'POST',
      headers: { ...ownHeaders, 'Accept-Language': localeTag() },
      body: JSON.stringify(body),
    };
    const response = await fetch(`/api/desk/${path}`, { ...sent, signal: AbortSignal.timeout(timeoutMs) });
    if (response.ok) return { ok: true, value: await response.blob() };
    const failure = { ...((await readBody(response)) as Omit<Failure, 'status'>), status: response.status };
    return { ok: false, failure };
  } catch {
    return { ok: false, failure: { status: 0, error: 'offline', message: '' } };
  }
}

const ownHeaders = { 'Content-Type': 'application/json', 'X-Requested-By': 'desk' };

export function post<T>(path: string, body: object = {}): Promise<Outcome<T>> {
  return call<T>(path, { method: 'POST', headers: ownHeaders, body: JSON.stringify(body) });
}

export function remove<T>(path: string): Promise<Outcome<T>> {
  return call<T>(path, { method: 'DELETE', headers: ownHeaders, body: '{}' });
}
