import { settings } from './settings.ts';

let context: AudioContext | undefined;

/** Asks the browser for sound: it gives it only in answer to a click. @returns undefined where it refuses */
export async function unlockSound(): Promise<AudioContext | undefined> {
  context ??= new AudioContext();
  // Until somebody clicks, resuming neither works nor fails: it is not waited for longer than this.
  await Promise.race([context.resume(), new Promise((go) => setTimeout(go, 200))]);
  return context.state === 'running' ? context : undefined;
}

/** Two soft tones, made here: nothing to load. @returns false where the browser blocks sound */
export async function chime(): Promise<boolean> {
  const context = await unlockSound();
  if (!context) return false;
  const start = context.currentTime;
  for (const [at, frequency] of [
    [0, 660],
    [0.16, 880],
  ] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start + at);
    volume.gain.exponentialRampToValueAtTime(0.25, start + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.3);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.32);
  }
  return true;
}

/** Chimes if the agent wants to hear of this. */
export function alertOf(what: 'queue' | 'mine'): void {
  if (settings.sound === what || settings.sound === 'all') void chime();
}
