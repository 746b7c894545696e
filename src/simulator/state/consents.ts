const maxKept = 10_000;

/** How often each customer has agreed to be sent a template once; the oldest go. */
export function createConsents() {
  const left = new Map<string, number>();
  const keyOf = (openId: string, templateId: string): string => `${openId} ${templateId}`;

  function agree(openId: string, templateId: string): void {
    const key = keyOf(openId, templateId);
    left.set(key, (left.get(key) ?? 0) + 1);
    const oldest = left.size > maxKept ? left.keys().next().value : undefined;
    if (oldest !== undefined) left.delete(oldest);
  }

  /** @returns false where the customer has not agreed, or not often enough */
  function use(openId: string, templateId: string): boolean {
    const key = keyOf(openId, templateId);
    const count = left.get(key) ?? 0;
    if (count > 1) left.set(key, count - 1);
    else left.delete(key);
    return count > 0;
  }

  return { agree, use };
}
export type Consents = ReturnType<typeof createConsents>;
