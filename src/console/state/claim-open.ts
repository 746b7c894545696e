import type { Router } from 'vue-router';
import { t } from '../i18n/i18n.ts';
import { showTab } from './queue.ts';
import { canClaim, canReopen, claim, claimNext, reopen, thread } from './thread.ts';
import { sayDone } from './toasts.ts';

/** Claims the ticket that is open, wherever the agent asked for it; it moves to his own list. */
export async function claimOpen(): Promise<void> {
  if (!canClaim.value) return;
  const outcome = await claim(thread.number ?? '');
  if (!outcome.ok) return;
  sayDone(t('done.claimed', { number: outcome.value.number }));
  showTab('mine');
}

/** Takes the open ticket up again, though it was finished. */
export async function reopenOpen(): Promise<void> {
  if (!canReopen.value) return;
  const outcome = await reopen();
  if (!outcome.ok) return;
  sayDone(t('done.reopened', { number: outcome.value.number }));
  showTab('mine');
}

/** Claims the most urgent ticket that waits, and opens it. */
export async function takeNext(router: Router): Promise<void> {
  const outcome = await claimNext();
  if (!outcome.ok) return;
  if (!outcome.value) {
    sayDone(t('list.nobody'));
    return;
  }
  const { number } = outcome.value;
  sayDone(t('done.claimed', { number }));
  showTab('mine');
  await router.push(`/tickets/${number}`);
}
