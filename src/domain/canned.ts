export const cannedScopes = ['personal', 'shared'] as const;
/** One agent's own, or everybody's. */
export type CannedScope = (typeof cannedScopes)[number];

/** 快捷回复: a text that an agent sends often, with blanks such as `{客户称呼}` that are filled in before it goes. */
export type CannedReply = {
  readonly id: string;
  readonly scope: CannedScope;
  /** what an agent types to find it; unique within its scope */
  readonly shortcut: string;
  readonly title: string;
  readonly text: string;
  readonly changedAt: Date;
};
