import { reactive } from 'vue';
import { createEventReader, type ServerEvent } from './event-stream.ts';

type Signal = { readonly event: string; readonly number: string; readonly epoch: number };
type Listener = { readonly onSignal: (signal: Signal) => void; readonly onResync: () => void };

/** the server says "still here" every 15 s */
const silenceMs = 40_000;
const firstRetryMs = 1_000;
const longestRetryMs = 15_000;

type Live = { state: 'connecting' | 'open' | 'lost'; /** when something last came */ asOf: number };

export const live = reactive<Live>({ state: 'connecting', asOf: Date.now() });

function toSignal({ event, data }: ServerEvent): Signal {
  return { event, ...(JSON.parse(data) as { number: string; epoch: number }) };
}

/**
 * Keeps the live events coming: reconnects by itself and goes on after the last event that it saw.
 *
 * @returns how to stop
 */
export function listen({ onSignal, onResync }: Listener): () => void {
  const stopped = new AbortController();
  const isOver = (): boolean => stopped.signal.aborted;
  let lastId = '';
  let abort = new AbortController();

  async function readOnce(onOpen: () => void): Promise<void> {
    abort = new AbortController();
    let silence = setTimeout(() => abort.abort(), silenceMs);
    try {
      const headers = lastId === '' ? undefined : { 'Last-Event-ID': lastId };
      const response = await fetch('/api/desk/events', { signal: abort.signal, ...(headers && { headers }) });
      if (!response.ok || !response.body) return;
      onOpen();
      const reader = createEventReader((event) => {
        if (event.id !== '') lastId = event.id;
        if (event.event === 'resync') onResync();
        else onSignal(toSignal(event));
      });
      const parts = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await parts.read(); !part.done; part = await parts.read()) {
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), silenceMs);
        live.asOf = Date.now();
        reader.push(part.value);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  async function run(): Promise<void> {
    let retryMs = firstRetryMs;
    let wasLost = false;
    while (!isOver()) {
      await readOnce(() => {
        retryMs = firstRetryMs;
        live.state = 'open';
        live.asOf = Date.now();
        // Whatever was missed is replayed; what changed without a signal (an account, a topic) is read again.
        if (wasLost) onResync();
      }).catch(() => undefined);
      if (isOver()) return;
      wasLost = true;
      live.state = 'lost';
      await new Promise((go) => setTimeout(go, retryMs + Math.random() * 500));
      retryMs = Math.min(retryMs * 2, longestRetryMs);
      // A sign-in that has ended shows here as a call that is refused, and leads to the sign-in page.
      onResync();
    }
  }

  void run();
  return () => {
    stopped.abort();
    abort.abort();
  };
}
