import { answerEntry } from './answer-entry.ts';
import type { MenuAction, Scene } from './scene.ts';
import { idle, type Turn } from './turn.ts';

/** What a tap on the menu, or a word that stands for one, brings. `onIntent` acts on an intent. */
export function tap(scene: Scene, action: MenuAction, onIntent: (scene: Scene) => Turn): Turn {
  switch (action.kind) {
    case 'entry': {
      const entry = scene.entry(action.entry);
      // The menu is checked against the entries when both are loaded; a reload may have taken one away since.
      return entry ? answerEntry(scene, entry) : { text: scene.say('miss'), because: 'tap.gone' };
    }
    case 'choices':
      return { text: choicesText(action.choices), next: { dialogue: idle, misses: 0 }, because: 'menu' };
    case 'intent': {
      const understanding = {
        intent: action.intent,
        priority: 'normal',
        score: 1,
        candidates: [],
        rule: 'menu',
      } as const;
      return onIntent({ ...scene, heard: { ...scene.heard, understanding } });
    }
  }
}

function choicesText({ head, items, tail }: Extract<MenuAction, { kind: 'choices' }>['choices']): string {
  const lines = items.map(({ text }, index) => `${index + 1}. [[${text}]]`);
  return [head, ...lines, ...(tail === undefined ? [] : [tail])].join('\n');
}
