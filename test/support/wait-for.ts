/**
 * Looks until there is something to see.
 *
 * @param withinMs generous: a busy machine is slow, and only a failure waits for so long
 * @throws Error when nothing came in time
 */
export async function waitFor<T>(look: () => Promise<T | undefined> | T | undefined, withinMs = 20_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error('It did not come in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
