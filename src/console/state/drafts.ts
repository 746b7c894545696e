import { reactive } from 'vue';

export type Draft = { reply: string; note: string };

const kept = 'desk.drafts';
const most = 50;

function read(): Record<string, Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(kept) ?? '{}') as Record<string, Draft>;
  } catch {
    return {};
  }
}

// Of this tab, and gone with it: what an agent was about to write is a customer's matter, too.
const drafts = reactive(read());

export function draftOf(number: string): Draft {
  drafts[number] ??= { reply: '', note: '' };
  // Read again: what was just assigned is not the reactive one.
  return drafts[number];
}

export function keepDrafts(): void {
  const written = Object.entries(drafts).filter(([, { reply, note }]) => reply !== '' || note !== '');
  sessionStorage.setItem(kept, JSON.stringify(Object.fromEntries(written.slice(-most))));
}

export function forgetDrafts(): void {
  for (const number of Object.keys(drafts)) Reflect.deleteProperty(drafts, number);
  sessionStorage.removeItem(kept);
}
