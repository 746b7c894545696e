import { reactive } from 'vue';
import type { Failure } from '../api.ts';
import { failureText } from './failure-text.ts';

export type Toast = { readonly id: number; readonly tone: 'done' | 'refused'; readonly text: string };

const shownMs = { done: 3_000, refused: 7_000 } as const;
const most = 3;

export const toasts = reactive<Toast[]>([]);
let made = 0;

export function dismiss(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id);
  if (at >= 0) toasts.splice(at, 1);
}

function show(tone: Toast['tone'], text: string): void {
  const id = ++made;
  toasts.push({ id, tone, text });
  if (toasts.length > most) toasts.shift();
  setTimeout(() => dismiss(id), shownMs[tone]);
}

export const sayDone = (text: string): void => show('done', text);
export const sayRefused = (failure: Failure): void => show('refused', failureText(failure));
export const sayText = (text: string): void => show('refused', text);
