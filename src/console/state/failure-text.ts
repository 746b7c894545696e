import type { Failure } from '../api.ts';
import { t } from '../i18n/i18n.ts';

/** What is said of a call that was refused, or that nobody answered. */
export const failureText = ({ message }: Failure): string => message || t('failed.offline');

/** The same where a text for customers was refused: the outgoing check's reason says what to change. */
export const textRefusal = (failure: Failure): string => failure.reason ?? failureText(failure);
