import { computed, ref, watch } from 'vue';
import { blanksIn } from '../blanks.ts';
import { byteLength } from '../format.ts';
import { t } from '../i18n/i18n.ts';
import { draftOf, keepDrafts } from './drafts.ts';
import { worksOnTickets } from './me.ts';
import { addNote, canWrite, isClosed, isMine, reply, thread } from './thread.ts';
import { sayRefused } from './toasts.ts';

export type ComposerMode = 'reply' | 'note';

/** One WeChat text, in bytes of UTF-8. */
export const mostBytes = 2_048;

/** What an agent is writing to the open ticket's customer, or as a note, and whether it can go. */
export function useComposer() {
  const mode = ref<ComposerMode>('reply');
  const refused = ref('');
  const isSending = ref(false);
  const draft = draftOf(thread.number ?? '');
  // Names the reply: sent again after a lost answer, it is the same reply and not a second one.
  let key = crypto.randomUUID();

  const text = computed({
    get: () => draft[mode.value],
    set: (value: string) => {
      draft[mode.value] = value;
      keepDrafts();
    },
  });
  const bytes = computed(() => byteLength(text.value));
  const isTooLong = computed(() => mode.value === 'reply' && bytes.value > mostBytes);
  const blanks = computed(() => (mode.value === 'reply' ? [...new Set(blanksIn(text.value).map(nameOf))] : []));
  const canUse = computed(() => (mode.value === 'note' ? worksOnTickets.value : canWrite.value));
  const canSend = computed(
    () => canUse.value && !isTooLong.value && !isSending.value && blanks.value.length === 0 && text.value.trim() !== '',
  );

  const whyNot = computed(() => {
    if (mode.value === 'note' || canWrite.value) return '';
    if (!worksOnTickets.value) return t('composer.readOnly');
    if (isClosed.value) return t('composer.closed');
    const owner = thread.ticket?.owner;
    return owner && !isMine.value ? t('composer.othersTicket', owner) : t('composer.claimFirst');
  });

  watch([text, mode], () => {
    refused.value = '';
  });

  /** @returns whether it went */
  async function send(): Promise<boolean> {
    if (!canSend.value) return false;
    isSending.value = true;
    const sent = text.value.trim();
    const outcome = mode.value === 'note' ? await addNote(sent) : await reply(sent, key);
    isSending.value = false;
    // After a lost answer the next try is the same reply; after any answer it is another one.
    if (outcome.ok || outcome.failure.status === 422) key = crypto.randomUUID();
    if (outcome.ok) text.value = '';
    else if (outcome.failure.status === 422) refused.value = outcome.failure.reason ?? outcome.failure.message;
    else sayRefused(outcome.failure);
    return outcome.ok;
  }

  return { mode, text, bytes, isTooLong, blanks, canSend, whyNot, refused, send };
}

const nameOf = ({ name }: { readonly name: string }): string => `{${name}}`;
