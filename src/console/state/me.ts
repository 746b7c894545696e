import { computed, ref } from 'vue';
import type { Role } from '../../domain/agent.ts';
import { get, post, type Outcome } from '../api.ts';
import { t } from '../i18n/i18n.ts';
import type { AgentView, MeView, TopicView } from '../api-types.ts';

/** Who is signed in; `null` until that was asked. */
export const me = ref<MeView | null>();
export const topics = ref<readonly TopicView[]>([]);

function hasRole(...any: readonly Role[]): boolean {
  return me.value?.roles.some((role) => any.includes(role)) ?? false;
}

export const worksOnTickets = computed(() => hasRole('agent', 'senior', 'lead', 'administrator'));
/** who sees complaints and reports */
export const readsCases = computed(() => hasRole('senior', 'lead', 'auditor', 'administrator'));
/** who looks after the knowledge base, may block a customer, and answers complaints */
export const isSenior = computed(() => hasRole('senior', 'lead', 'administrator'));
/** who sees figures and takes ledgers out */
export const readsFigures = computed(() => hasRole('lead', 'auditor', 'administrator'));
/** who keeps what everybody uses */
export const leads = computed(() => hasRole('lead', 'administrator'));
/** who sees what is on record */
export const audits = computed(() => hasRole('auditor', 'administrator'));
export const administers = computed(() => hasRole('administrator'));

export function topicTitle(id: string): string {
  return topics.value.find((topic) => topic.id === id)?.title ?? t(id === 'crisis' ? 'topic.crisis' : 'topic.other');
}

async function readTopics(): Promise<void> {
  const outcome = await get<{ topics: TopicView[] }>('topics');
  if (outcome.ok) topics.value = outcome.value.topics;
}

/** @returns whether somebody is signed in */
export async function loadMe(): Promise<boolean> {
  const outcome = await get<MeView>('me');
  me.value = outcome.ok ? outcome.value : null;
  if (outcome.ok) await readTopics();
  return outcome.ok;
}

export async function signIn(sent: { login: string; password: string; code?: string }): Promise<Outcome<AgentView>> {
  const outcome = await post<AgentView>('sign-in', sent);
  if (outcome.ok) await loadMe();
  return outcome;
}

export async function signOut(): Promise<void> {
  await post('sign-out');
  me.value = null;
}
