import { createLook } from '../../src/knowledge/matching/look.ts';
import { learn, type Model, type Phrasings } from '../../src/knowledge/matching/model.ts';
import { normalise } from '../../src/knowledge/matching/normalise.ts';
import { addSparse, clear, dotSparse } from '../../src/knowledge/matching/sparse.ts';
import { shippedShares, viewsOf, type Shares } from '../../src/knowledge/matching/views.ts';
import { createVectors } from '../../src/knowledge/matching/vocabulary.ts';
import type { Ranker } from './labelled-set.ts';

type Step = { readonly name: string; readonly build: (entries: readonly Phrasings[]) => Ranker };

const characters: Shares = { characters: 1, meaning: 0, concepts: 0, pairs: 0, sound: 0 };

/** The blend as it was put together, one thing more in each step. */
export const steps: readonly Step[] = [
  { name: 'characters, nearest phrasing', build: (entries) => nearest(learn(entries, characters)) },
  { name: '+ ridge regression', build: (entries) => byValue(deaf(learn(entries, characters))) },
  {
    name: '+ meaning',
    build: (entries) => byValue(deaf(learn(entries, { ...characters, characters: 0.5, meaning: 0.5 }))),
  },
  {
    name: '+ concepts',
    build: (entries) => byValue(deaf(learn(entries, { ...characters, characters: 0.4, meaning: 0.3, concepts: 0.3 }))),
  },
  {
    name: '+ pairs',
    build: (entries) => byValue(deaf(learn(entries, { ...shippedShares, characters: 0.3, sound: 0 }))),
  },
  { name: '+ sound', build: (entries) => byValue(deaf(learn(entries))) },
  { name: '+ slips put right', build: (entries) => byValue(learn(entries)) },
  { name: '+ confidence', build: (entries) => byConfidence(learn(entries)) },
];

/** The model without the lexicon of sounds: slips stay as they were typed. */
function deaf(model: Model): Model {
  return { ...model, sounds: { known: new Set(), bySound: new Map() } };
}

function nearest({ entries, vocabulary, shares }: Model): Ranker {
  const vectorOf = createVectors(vocabulary, shares);
  const dense = new Float64Array(vocabulary.weights.length);
  return (text) => {
    const vector = vectorOf(viewsOf(normalise(text)));
    addSparse(dense, vector, 1);
    const found = entries
      .map(({ id, rows }) => ({ id, score: Math.max(...rows.map((row) => dotSparse(row, dense))) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score);
    clear(dense, [vector]);
    return { score: found[0]?.score ?? 0, ranked: found.slice(0, 5).map(({ id }) => id) };
  };
}

function byValue(model: Model): Ranker {
  const look = createLook(model);
  return (text) => {
    const { candidates } = look(text);
    return { score: candidates[0]?.value ?? 0, ranked: candidates.map(({ entry }) => entry.id) };
  };
}

function byConfidence(model: Model): Ranker {
  const look = createLook(model);
  return (text) => {
    const { candidates, confidence } = look(text);
    return { score: confidence, ranked: candidates.map(({ entry }) => entry.id) };
  };
}
