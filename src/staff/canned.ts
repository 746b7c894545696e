import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Agent } from '../domain/agent.ts';
import type { CannedReply, CannedScope } from '../domain/canned.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { createCannedStore, everybody, mostOfOne } from './canned-store.ts';

export type CannedFields = Pick<CannedReply, 'shortcut' | 'title' | 'text'>;

export type CannedRefusal =
  | { readonly kind: 'not_found' | 'shortcut_taken' | 'canned_full' | 'forbidden' }
  /** the outgoing check: what may not be sent is not kept for sending either */
  | { readonly kind: 'blocked'; readonly code: string; readonly reason: string };

export type CannedDeps = {
  readonly connection: Connection;
  readonly check: (text: string) => OutgoingVerdict;
  readonly clock: Clock;
};

/** Canned replies: an agent's own, and those that leads keep for everybody. */
export function createCanned({ connection, check, clock }: CannedDeps) {
  const store = createCannedStore(connection);

  /** What an agent can use: his own and the shared ones, those first whose shortcut begins with what he typed. */
  async function list(by: Agent, typed = ''): Promise<readonly CannedReply[]> {
    const words = typed.toLowerCase();
    const found = (await store.ofOwners([by.id, everybody])).filter((reply) => fits(reply, words));
    return found.sort((a, b) => Number(begins(b, words)) - Number(begins(a, words)) || byShortcut(a, b));
  }

  async function add(
    { scope, ...fields }: CannedFields & { readonly scope: CannedScope },
    by: Agent,
  ): Promise<Result<CannedReply, CannedRefusal>> {
    if (scope === 'shared' && !keepsShared(by)) return err({ kind: 'forbidden' });
    const fault = faultOf(fields.text);
    if (fault) return err(fault);
    const owner = scope === 'shared' ? everybody : by.id;
    if ((await store.countOf(owner)) >= mostOfOne) return err({ kind: 'canned_full' });
    const added = await store.add(randomUUID(), { owner, ...fields, changedAt: clock() });
    return added ? ok(added) : err({ kind: 'shortcut_taken' });
  }

  async function change(id: string, fields: CannedFields, by: Agent): Promise<Result<CannedReply, CannedRefusal>> {
    const fault = faultOf(fields.text);
    if (fault) return err(fault);
    const changed = await store.change(id, ownersFor(by), { ...fields, changedAt: clock() });
    if (changed === 'taken') return err({ kind: 'shortcut_taken' });
    return changed === 'not_found' ? err({ kind: 'not_found' }) : ok(changed);
  }

  async function remove(id: string, by: Agent): Promise<boolean> {
    return store.remove(id, ownersFor(by));
  }

  function faultOf(text: string): CannedRefusal | undefined {
    const verdict = check(text);
    return verdict.ok ? undefined : { kind: 'blocked', code: verdict.code, reason: verdict.reason };
  }

  return { list, add, change, remove };
}

/** Who keeps the replies that everybody uses. */
function keepsShared({ roles }: Agent): boolean {
  return roles.includes('lead') || roles.includes('administrator');
}

function ownersFor(by: Agent): string[] {
  return keepsShared(by) ? [by.id, everybody] : [by.id];
}

function fits({ shortcut, title }: CannedReply, words: string): boolean {
  return shortcut.toLowerCase().includes(words) || title.toLowerCase().includes(words);
}

function begins({ shortcut }: CannedReply, words: string): boolean {
  return shortcut.toLowerCase().startsWith(words);
}

function byShortcut(a: CannedReply, b: CannedReply): number {
  return a.shortcut < b.shortcut ? -1 : Number(a.shortcut > b.shortcut);
}

export type Canned = ReturnType<typeof createCanned>;
