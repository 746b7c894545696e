/** A button of the account's menu, as menu/create takes it. */
export type Button = {
  readonly type?: string;
  readonly name: string;
  readonly key?: string;
  readonly url?: string;
  readonly media_id?: string;
  readonly article_id?: string;
  readonly appid?: string;
  readonly pagepath?: string;
  readonly sub_button?: readonly Button[];
};

export type MatchRule = Readonly<Record<string, string>>;
export type ConditionalMenu = {
  readonly button: readonly Button[];
  readonly matchrule: MatchRule;
  readonly menuid: string;
};

/** The account's menus; a new one is seen at once, where real phones look again after five minutes. */
export function createMenus(announce: () => void) {
  let standard: { button: readonly Button[]; menuid: string } | undefined;
  let conditional: readonly ConditionalMenu[] = [];
  let lastId = 400_000_000;

  function nextId(): string {
    lastId += 1;
    return String(lastId);
  }

  function set(button: readonly Button[]): void {
    standard = { button, menuid: nextId() };
    announce();
  }

  /** Deleting the standard menu deletes the conditional ones too. */
  function clear(): void {
    standard = undefined;
    conditional = [];
    announce();
  }

  function addConditional(button: readonly Button[], matchrule: MatchRule): string {
    const menuid = nextId();
    conditional = [{ button, matchrule, menuid }, ...conditional];
    return menuid;
  }

  /** @returns false where there is none of this id */
  function dropConditional(menuid: string): boolean {
    const before = conditional.length;
    conditional = conditional.filter((menu) => menu.menuid !== menuid);
    return conditional.length < before;
  }

  return {
    set,
    clear,
    addConditional,
    dropConditional,
    standard: () => standard,
    conditional: () => conditional,
    buttons: (): readonly Button[] => standard?.button ?? [],
    /** by key, by name, or by both names with a slash between: `客服帮助/联系客服` */
    find: (pathOrKey: string): Button | undefined => findButton(standard?.button ?? [], pathOrKey),
  };
}
export type Menus = ReturnType<typeof createMenus>;

function findButton(buttons: readonly Button[], pathOrKey: string): Button | undefined {
  for (const parent of buttons) {
    const leaves = parent.sub_button?.length ? parent.sub_button : [parent];
    const found = leaves.find((leaf) => [leaf.key, leaf.name, `${parent.name}/${leaf.name}`].includes(pathOrKey));
    if (found) return found;
  }
  return undefined;
}
