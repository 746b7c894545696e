import { computed } from 'vue';
import { post } from '../api.ts';
import { me } from './me.ts';
import { sayRefused } from './toasts.ts';

/** Whether new tickets come: not on a break, nor after the shift. */
export const isAvailable = computed(() => me.value?.duty === 'available');

export async function setDuty(duty: 'available' | 'break'): Promise<void> {
  const outcome = await post('duty', { duty });
  if (!outcome.ok) sayRefused(outcome.failure);
  else if (me.value) me.value = { ...me.value, duty };
}
