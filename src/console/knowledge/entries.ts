import { ref } from 'vue';
import type { WrittenEntry } from '../../domain/knowledge-desk.ts';
import { get, post, type Outcome } from '../api.ts';
import type { EntryFileView, EntrySummaryView, FindingView, MissView } from '../api-types.ts';

export const entries = ref<readonly EntrySummaryView[]>([]);
export const misses = ref<readonly MissView[]>([]);

export async function loadEntries(): Promise<void> {
  const outcome = await get<{ entries: EntrySummaryView[] }>('knowledge');
  if (outcome.ok) entries.value = outcome.value.entries;
}

export async function loadMisses(): Promise<void> {
  const outcome = await get<{ drafts: MissView[] }>('knowledge/misses');
  if (outcome.ok) misses.value = outcome.value.drafts;
}

export function titleOf(id: string): string {
  return entries.value.find((entry) => entry.id === id)?.title ?? id;
}

type Edited = Promise<Outcome<EntryFileView>>;
const path = (id: string): string => `knowledge/entries/${encodeURIComponent(id)}`;

export const readEntry = (id: string): Edited => get<EntryFileView>(path(id));
export const saveDraft = (entry: WrittenEntry, epoch: number): Edited =>
  post<EntryFileView>(`${path(entry.id)}/draft`, { epoch, entry });
export const rollBack = (id: string, epoch: number, to: number): Edited =>
  post<EntryFileView>(`${path(id)}/roll-back`, { epoch, to });
export const change = (act: 'publish' | 'retire' | 'discard', id: string, epoch: number): Edited =>
  post<EntryFileView>(`${path(id)}/${act}`, { epoch });
export const checkEntry = (id: string): Promise<Outcome<{ findings: readonly FindingView[] }>> =>
  post(`${path(id)}/check`);
export const importFile = (
  format: 'csv' | 'markdown',
  text: string,
): Promise<Outcome<{ saved: readonly string[]; unchanged: number }>> => post('knowledge/import', { format, text });
