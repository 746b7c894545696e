import { reactive, watch } from 'vue';

export type Theme = 'system' | 'light' | 'dark';
export type Sound = 'off' | 'queue' | 'mine' | 'all';
export type SendKey = 'enter' | 'ctrlEnter';

type Settings = {
  theme: Theme;
  sound: Sound;
  sendKey: SendKey;
  /** sounds again while somebody urgent waits */ nag: boolean;
};

const kept = 'desk.settings';
const usual: Settings = { theme: 'system', sound: 'all', sendKey: 'ctrlEnter', nag: true };

function read(): Settings {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(kept) ?? '{}') as Partial<Settings>) };
  } catch {
    // Somebody edited it by hand: the usual settings do.
    return { ...usual };
  }
}

/** What an agent chose for this browser. */
export const settings = reactive(read());

watch(
  settings,
  () => {
    localStorage.setItem(kept, JSON.stringify(settings));
    document.documentElement.dataset.theme = settings.theme;
  },
  { immediate: true },
);
