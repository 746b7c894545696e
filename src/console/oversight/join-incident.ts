import { post } from '../api.ts';
import { t } from '../i18n/i18n.ts';
import { sayDone, sayRefused, sayText } from '../state/toasts.ts';

/** Puts tickets into an incident, and says which of them it took. */
export async function joinIncident(number: string, tickets: readonly string[]): Promise<void> {
  if (tickets.length === 0) {
    sayText(t('incidents.addHint'));
    return;
  }
  const outcome = await post<{ joined: string[] }>(`incidents/${number}/tickets`, { tickets });
  if (outcome.ok) tell(outcome.value.joined.length, tickets.length);
  else sayRefused(outcome.failure);
}

function tell(n: number, of: number): void {
  if (n === of) sayDone(t('incidents.added', { n }));
  else sayText(t('incidents.kept', { n, kept: of - n }));
}
