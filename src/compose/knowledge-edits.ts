import type { Events } from '../store/events/events.ts';

type Deps = {
  /** when what customers get last changed in the store */
  readonly liveAt: () => Promise<Date | undefined>;
  readonly reload: () => Promise<unknown>;
  readonly subscribe: Events['subscribe'];
  readonly onError: (error: unknown) => void;
};

/** A crash between an edit and its event is made good by looking. */
const lookMs = 60_000;

/** Brings what staff publish to this instance's customers, whichever instance they published at. */
export function watchEdits({ liveAt, reload, subscribe, onError }: Deps) {
  let loaded: number | undefined;
  let last: Promise<void> = Promise.resolve();

  /** Reads the edits again where there is something new; one reading at a time. */
  function refresh(): Promise<void> {
    last = last.catch(() => undefined).then(refreshOnce);
    return last;
  }

  async function refreshOnce(): Promise<void> {
    const at = (await liveAt())?.getTime();
    if (at === loaded) return;
    await reload();
    loaded = at;
  }

  const unsubscribe = subscribe(({ kind }) => {
    if (kind === 'knowledge.publish' || kind === 'knowledge.roll_back' || kind === 'knowledge.retire') {
      refresh().catch(onError);
    }
  });
  const timer = setInterval(() => void refresh().catch(onError), lookMs);
  timer.unref();

  async function stop(): Promise<void> {
    clearInterval(timer);
    unsubscribe();
    await last.catch(() => undefined);
  }

  return { refresh, stop };
}
