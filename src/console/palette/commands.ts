import type { Router } from 'vue-router';
import { locale, setLocale, t } from '../i18n/i18n.ts';
import { keyActs, type KeyName } from '../keys.ts';
import { oversight } from '../oversight/oversight-paths.ts';
import { act, type Act } from '../state/act.ts';
import { claimOpen, reopenOpen, takeNext } from '../state/claim-open.ts';
import { isAvailable, setDuty } from '../state/duty.ts';
import { administers, readsCases, readsFigures, worksOnTickets } from '../state/me.ts';
import { showTab, tabs } from '../state/queue.ts';
import { settings } from '../state/settings.ts';
import { canClaim, canReopen, canWrite } from '../state/thread.ts';

/** One thing that the palette can do. */
export type Command = {
  readonly id: string;
  readonly words: string;
  /** the key that does the same */
  readonly key?: string;
  readonly run: () => void;
};

function keyOf(name: KeyName): { key?: string } {
  const shown = keyActs.find((one) => one.name === name)?.shown;
  return shown === undefined ? {} : { key: shown };
}

const dialog = (name: Act) => (): void => {
  act.value = name;
};

const page = (id: string, words: string, router: Router): Command => ({
  ...{ id, words },
  run: () => void router.push(`/${id}`),
});

function onTicket(): Command[] {
  if (canClaim.value) return [{ id: 'claim', words: t('act.claim'), ...keyOf('claim'), run: () => void claimOpen() }];
  if (canReopen.value) return [{ id: 'reopen', words: t('act.reopen'), run: () => void reopenOpen() }];
  if (!canWrite.value) return [];
  return (['transfer', 'escalate', 'snooze', 'wait', 'resolve'] as const).map((name) => ({
    ...{ id: name, words: t(`act.${name}`), run: dialog(name) },
    ...keyOf(name),
  }));
}

function onDesk(router: Router): Command[] {
  const isFree = isAvailable.value;
  return [
    ...(isFree ? [{ id: 'next', words: t('list.next'), run: () => void takeNext(router) }] : []),
    {
      id: 'duty',
      words: t(isFree ? 'duty.takeBreak' : 'duty.comeBack'),
      run: () => void setDuty(isFree ? 'break' : 'available'),
    },
    { id: 'endShift', words: t('duty.endShift'), run: dialog('endShift') },
    page('canned', t('canned.title'), router),
  ];
}

function everywhere(router: Router): Command[] {
  const shows = tabs.map((tab) => ({
    id: `tab-${tab}`,
    words: t('palette.tab', { tab: t(`tab.${tab}`) }),
    run: () => {
      showTab(tab);
      void router.push('/');
    },
  }));
  return [
    ...shows,
    ...(readsCases.value ? [page('cases', t('cases.title'), router), page('watch', t('watch.title'), router)] : []),
    ...(readsFigures.value ? [page('reports', t('reports.title'), router)] : []),
    ...oversight.filter(({ isFor }) => isFor.value).map(({ path, word }) => page(path.slice(1), t(word), router)),
    page('knowledge', t('knowledge.title'), router),
    ...(administers.value ? [page('staff', t('staff.title'), router)] : []),
    { id: 'theme', words: t('palette.theme'), run: changeTheme },
    {
      id: 'language',
      words: t('palette.language'),
      run: () => setLocale(locale.value === 'zh' ? 'en' : 'zh'),
    },
    { id: 'settings', words: t('settings.title'), run: dialog('settings') },
    { id: 'keys', words: t('keys.title'), ...keyOf('help'), run: dialog('keys') },
  ];
}

function changeTheme(): void {
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const now = settings.theme === 'system' ? (isDark ? 'dark' : 'light') : settings.theme;
  settings.theme = now === 'dark' ? 'light' : 'dark';
}

const wholeNumber = /^K?(\d{8}-\d{4,8})$/i;

/** What can be done now that fits what was typed; a whole ticket number opens it. */
export function commandsFor(typed: string, router: Router): readonly Command[] {
  const all = [...onTicket(), ...(worksOnTickets.value ? onDesk(router) : []), ...everywhere(router)];
  const words = typed.trim().toLowerCase();
  const digits = wholeNumber.exec(words)?.[1];
  const number = digits === undefined ? undefined : `K${digits}`;
  const open =
    number === undefined
      ? []
      : [{ id: 'open', words: t('palette.open', { number }), run: () => void router.push(`/tickets/${number}`) }];
  return [...open, ...all.filter((command) => command.words.toLowerCase().includes(words))];
}
