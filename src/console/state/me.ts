import { computed, ref } from 'vue';
import { get, post, type Outcome } from '../api.ts';
import { t } from '../i18n/i18n.ts';
import type { AgentView, MeView, TopicView } from '../api-types.ts';

/** Who is signed in; `null` until that was asked. */
export const me = ref<MeView | null>();
export const topics = ref<readonly TopicView[]>([]);

const workers = ['agent', 'senior', 'lead', 'administrator'] as const;

export const worksOnTickets = computed(
  () => me.value?.roles.some((role) => workers.some((name) => name === role)) ?? false,
);
export const administers = computed(() => me.value?.roles.includes('administrator') ?? false);

export function topicTitle(id: string): string {
  return topics.value.find((topic) => topic.id === id)?.title ?? t('topic.other');
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
