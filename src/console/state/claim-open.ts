import { t } from '../i18n/i18n.ts';
import { showTab } from './queue.ts';
import { canClaim, canReopen, claim, reopen, thread } from './thread.ts';
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
