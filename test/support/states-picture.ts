import { transitions } from '../../src/queue/transitions.ts';

/** The table of transitions as a picture that GitHub draws, and as a table to read. */
export function drawTransitions(): string {
  const arrows = new Map<string, string[]>();
  for (const [name, { from, to }] of Object.entries(transitions)) {
    for (const state of from) {
      const arrow = `${state} --> ${to}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), name]);
    }
  }
  const lines = [...arrows].map(([arrow, names]) => `    ${arrow}: ${names.join(', ')}`);
  const rows = Object.entries(transitions).map(([name, { from, to }]) => `| ${name} | ${from.join(', ')} | ${to} |`);
  return [
    '```mermaid',
    'stateDiagram-v2',
    '    [*] --> queued: handoff',
    ...lines,
    '    closed --> [*]',
    '```',
    '',
    '| transition | from | to |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}
