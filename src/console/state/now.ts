import { ref } from 'vue';

/** The present moment in milliseconds, fresh enough for "12 minutes ago". */
export const now = ref(Date.now());

setInterval(() => {
  now.value = Date.now();
}, 10_000);
