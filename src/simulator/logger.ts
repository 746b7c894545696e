/** What the simulator needs of a logger; pino's is one. */
export type Logger = {
  readonly info: (facts: object, message: string) => void;
  readonly warn: (facts: object, message: string) => void;
};
