declare module 'lunr' {
  type Token = { readonly text: string };
  type Pipeline = { reset(): void };
  type Query = { term(term: string, options: { usePipeline: boolean }): void };
  type Found = { readonly ref: string; readonly score: number };
  type Builder = {
    tokenizer: unknown;
    pipeline: Pipeline;
    searchPipeline: Pipeline;
    ref(field: string): void;
    field(name: string): void;
    add(document: object): void;
  };
  const lunr: {
    (config: (this: Builder) => void): { query(build: (query: Query) => void): Found[] };
    Token: new (text: string) => Token;
  };
  export default lunr;
}

declare module 'node-nlp' {
  export class NlpManager {
    constructor(settings: object);
    addDocument(language: string, text: string, intent: string): void;
    train(): Promise<void>;
    process(
      language: string,
      text: string,
    ): Promise<{ classifications: readonly { readonly intent: string; readonly score: number }[] }>;
  }
}
