import { get, post, remove, type Outcome } from '../api.ts';
import type { CannedView } from '../api-types.ts';
import type { CannedScope } from '../../domain/canned.ts';

export type CannedFields = Pick<CannedView, 'shortcut' | 'title' | 'text'>;

/** Canned replies that fit what was typed; with a ticket, their known blanks are filled in for it. */
export async function findCanned(typed: string, ticket?: string): Promise<readonly CannedView[]> {
  const query = new URLSearchParams({ ...(typed !== '' && { q: typed }), ...(ticket !== undefined && { ticket }) });
  const outcome = await get<{ canned: CannedView[] }>(`canned?${query.toString()}`);
  return outcome.ok ? outcome.value.canned : [];
}

export function keepCanned(
  fields: CannedFields,
  of: { readonly id: string } | { readonly scope: CannedScope },
): Promise<Outcome<CannedView>> {
  return 'id' in of ? post(`canned/${of.id}`, fields) : post('canned', { ...fields, scope: of.scope });
}

export const dropCanned = (id: string): Promise<Outcome<undefined>> => remove(`canned/${id}`);
