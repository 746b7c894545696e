import FlexSearch from 'flexsearch';
import lunr from 'lunr';
import MiniSearch from 'minisearch';
import { NlpManager } from 'node-nlp';
import type { Phrasings } from '../../src/knowledge/matching/model.ts';
import { normalise, tokensOf } from '../../src/knowledge/matching/normalise.ts';
import type { Ranked, Ranker } from './labelled-set.ts';

/** What every library is given: characters and pairs of neighbours, as our own first view counts them. */
export function pairsAndCharacters(text: string): string[] {
  const tokens = tokensOf(normalise(text));
  return [...tokens, ...tokens.slice(1).map((token, at) => `${tokens[at] ?? ''}${token}`)];
}

type Document = { readonly id: number; readonly entry: string; readonly text: string };
type Found = { readonly entry: string; readonly score: number };

function documentsOf(entries: readonly Phrasings[]): Document[] {
  return entries
    .flatMap(({ id, questions }) => questions.map((text) => ({ entry: id, text })))
    .map((document, id) => ({ id, ...document }));
}

/** An entry is as good as its best phrasing. */
function rankedOf(found: readonly Found[]): Ranked {
  return { score: found[0]?.score ?? 0, ranked: [...new Set(found.map(({ entry }) => entry))].slice(0, 5) };
}

export function miniSearch(entries: readonly Phrasings[]): Ranker {
  const index = new MiniSearch({
    fields: ['text'],
    storeFields: ['entry'],
    tokenize: pairsAndCharacters,
    searchOptions: { tokenize: pairsAndCharacters },
  });
  index.addAll(documentsOf(entries));
  return (text) => rankedOf(index.search(text).map((hit) => ({ entry: String(hit.entry), score: hit.score })));
}

export function lunrIndex(entries: readonly Phrasings[]): Ranker {
  const documents = documentsOf(entries);
  const index = lunr(function () {
    this.tokenizer = (text: unknown) => pairsAndCharacters(String(text)).map((token) => new lunr.Token(token));
    this.pipeline.reset();
    this.searchPipeline.reset();
    this.ref('id');
    this.field('text');
    for (const document of documents) this.add(document);
  });
  return (text) => {
    const found = index.query((query) => {
      for (const token of new Set(pairsAndCharacters(text))) query.term(token, { usePipeline: false });
    });
    return rankedOf(found.map(({ ref, score }) => ({ entry: documents[Number(ref)]?.entry ?? '', score })));
  };
}

/** FlexSearch gives an order and no score: 1 for whatever it finds. */
export function flexSearch(entries: readonly Phrasings[]): Ranker {
  const documents = documentsOf(entries);
  const index = new FlexSearch.Index({ encode: pairsAndCharacters, tokenize: 'strict', resolution: 9 });
  for (const { id, text } of documents) index.add(id, text);
  return (text) => {
    const found = index.search(text, { limit: 50, suggest: true });
    return rankedOf(found.map((id) => ({ entry: documents[Number(id)]?.entry ?? '', score: 1 })));
  };
}

export async function nlpJs(entries: readonly Phrasings[]): Promise<Ranker> {
  const manager = new NlpManager({ languages: ['xx'], forceNER: false, nlu: { log: false }, autoSave: false });
  const spaced = (text: string) => pairsAndCharacters(text).join(' ');
  for (const { entry, text } of documentsOf(entries)) manager.addDocument('xx', spaced(text), entry);
  await manager.train();
  return async (text) => {
    const { classifications } = await manager.process('xx', spaced(text));
    const found = classifications.filter(({ intent }) => intent !== 'None');
    return rankedOf(found.map(({ intent, score }) => ({ entry: intent, score })));
  };
}
