import { onUnmounted, ref, watchEffect } from 'vue';

const tickMs = 250;

/** The whole seconds that are left until a moment; 0 when it is past. Ticks only while there is something to count. */
export function useSecondsUntil(moment: () => string | undefined) {
  const seconds = ref(0);
  let timer: ReturnType<typeof setInterval> | undefined;

  watchEffect(() => {
    clearInterval(timer);
    const at = moment();
    if (at === undefined) {
      seconds.value = 0;
      return;
    }
    const count = (): void => {
      seconds.value = Math.max(0, Math.ceil((Date.parse(at) - Date.now()) / 1_000));
      if (seconds.value === 0) clearInterval(timer);
    };
    timer = setInterval(count, tickMs);
    count();
  });
  onUnmounted(() => clearInterval(timer));
  return seconds;
}
