import { computed, reactive, ref } from 'vue';
import type { Failure, Outcome } from '../api.ts';
import type { EntryFileView, EntryView, FindingView, MissView } from '../api-types.ts';
import { t } from '../i18n/i18n.ts';
import { sayDone, sayRefused } from '../state/toasts.ts';
import { change, checkEntry, readEntry, rollBack, saveDraft } from './entries.ts';
import { entryOf, formFrom, formOf, type EntryForm } from './form.ts';

/** What is edited now: the draft, else what customers get, else the files' own. */
function contentOf({ draft, live, base }: EntryFileView): EntryView | undefined {
  return draft ?? live ?? base ?? undefined;
}

/**
 * One entry on the table: its file, the form, what the check found. Each act carries the epoch that was seen, so that
 * nobody overwrites a colleague.
 */
export function editEntry() {
  const file = ref<EntryFileView>();
  const form = reactive<EntryForm>(formFrom(undefined, ''));
  const findings = ref<readonly FindingView[]>();
  const isBusy = ref(false);
  const kept = computed(() => file.value && contentOf(file.value));
  const isNew = computed(() => file.value === undefined);
  const isDirty = computed(() => {
    const before = kept.value && entryOf(formOf(kept.value), kept.value);
    return JSON.stringify(before) !== JSON.stringify(entryOf(form, kept.value));
  });

  function show(next: EntryFileView): void {
    file.value = next;
    const content = contentOf(next);
    if (content) Object.assign(form, formOf(content));
  }

  /** @returns false where there is no such entry */
  async function open(id: string, miss?: MissView): Promise<boolean> {
    const outcome = await readEntry(id);
    if (!outcome.ok) return false;
    show(outcome.value);
    if (miss) form.questions = [form.questions, ...miss.questions].join('\n');
    return true;
  }

  function begin(topic: string, miss?: MissView): void {
    Object.assign(form, formFrom(miss, topic));
  }

  function refused(failure: Failure): void {
    findings.value = failure.findings;
    sayRefused(failure);
  }

  /** One act after the other: publishing learns for some seconds. */
  async function act(call: () => Promise<Outcome<EntryFileView>>, done: string): Promise<boolean> {
    isBusy.value = true;
    const outcome = await call();
    isBusy.value = false;
    if (!outcome.ok) {
      refused(outcome.failure);
      return false;
    }
    show(outcome.value);
    findings.value = undefined;
    sayDone(done);
    return true;
  }

  const epoch = (): number => file.value?.epoch ?? 0;
  const save = () => act(() => saveDraft(entryOf(form, kept.value), epoch()), t('entry.saved'));

  async function check(): Promise<void> {
    if (isDirty.value && !(await save())) return;
    isBusy.value = true;
    const outcome = await checkEntry(form.id);
    isBusy.value = false;
    if (outcome.ok) findings.value = outcome.value.findings;
    else refused(outcome.failure);
  }

  async function publish(): Promise<boolean> {
    if (isDirty.value && !(await save())) return false;
    return act(() => change('publish', form.id, epoch()), t('entry.published'));
  }

  const discard = () => act(() => change('discard', form.id, epoch()), t('entry.discarded'));
  const retire = () => act(() => change('retire', form.id, epoch()), t('entry.retired'));
  const restore = (to: number) => act(() => rollBack(form.id, epoch(), to), t('entry.rolledBack'));

  return {
    ...{ file, form, findings, isBusy, isNew, isDirty },
    ...{ open, begin, save, check, publish, discard, retire, restore },
  };
}
