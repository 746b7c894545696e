export type Deadline = { readonly signal: AbortSignal; readonly clear: () => void };

/** A signal that aborts after so many milliseconds unless it is cleared. */
export function createDeadline(ms: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

/** What a promise comes to, or `late` if the signal aborts first. */
export async function before<T, L>(signal: AbortSignal, promise: Promise<T>, late: L): Promise<T | L> {
  if (signal.aborted) return late;
  let stop: (() => void) | undefined;
  const aborted = new Promise<L>((resolve) => {
    stop = () => resolve(late);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}
