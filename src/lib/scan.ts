/** Where the run of such characters that ends at `end` begins, `most` characters back at most. */
export function startOfRun(text: string, end: number, run: { readonly of: RegExp; readonly most: number }): number {
  let start = end;
  while (start > 0 && end - start < run.most && run.of.test(text[start - 1] ?? '')) start--;
  return start;
}

/** Where the run of such characters that begins at `start` ends. */
export function endOfRun(text: string, start: number, run: { readonly of: RegExp; readonly most: number }): number {
  let end = start;
  while (end < text.length && end - start < run.most && run.of.test(text[end] ?? '')) end++;
  return end;
}
