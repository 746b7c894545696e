import type { PageKind } from '../../domain/page.ts';
import { t } from '../i18n/i18n.ts';
import { leads } from './me.ts';
import { chime } from './sound.ts';
import { sayText } from './toasts.ts';

/** What everybody on duty is called for; anything else is for those who lead. */
const forAll: readonly PageKind[] = ['incident_opened', 'ticket_urgent', 'ticket_life'];
/** Said elsewhere: the list marks a ticket whose time runs out, and an anchor asks for nothing. */
const silent: readonly PageKind[] = ['ticket_warning', 'audit_anchor'];

/** Shows a call to staff that came with the live events, to those whom it is for. */
export function showPage(kind: PageKind, number: string): void {
  if (silent.includes(kind) || !(leads.value || forAll.includes(kind))) return;
  sayText([t(`page.${kind}`), number].filter(Boolean).join(' '));
  void chime();
}
