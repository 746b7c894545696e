import type { Entry, Understanding } from '../domain/knowledge.ts';
import type { Explained } from '../domain/knowledge-desk.ts';
import { thresholds } from './matching/confidence.ts';
import type { Explanation } from './matching/explain.ts';
import { alarmConfidence } from './understand.ts';

type Parts = {
  readonly understanding: Understanding;
  readonly explanation: Explanation;
  readonly entry: (id: string) => Entry | undefined;
};

/** Why a text gets its answer, rules and matcher together: what docs/matching.md shows of one message. */
export function explainText({ understanding, explanation, entry }: Parts): Explained {
  const { intent, priority, entry: id, rule } = understanding;
  const titleOf = (one: string) => entry(one)?.title ?? one;
  return {
    read: explanation.read,
    intent: intent ?? null,
    priority,
    entry: id ?? null,
    title: id === undefined ? null : titleOf(id),
    rule: rule ?? null,
    band: explanation.band,
    confidence: explanation.confidence,
    thresholds: { ...thresholds, alarm: alarmConfidence },
    evidence: explanation.evidence ? { ...explanation.evidence } : null,
    candidates: explanation.candidates.map((candidate) => ({ ...candidate, title: titleOf(candidate.entry) })),
  };
}
