/** Digits written as one number, maybe in groups (`138 0013 8000`). Offsets are those of the text given. */
export type DigitRun = {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  readonly groups: number;
};

type Group = { readonly start: number; readonly end: number };

const digitGroup = /\d+/g;
/** What people put between the groups of one number. */
const joint = /^(?: ?[-–—._·~)] ?|\/| {1,3}|\r?\n)$/;
/** What they put there too, and in a list of numbers: only a number with a check digit is read over these. */
const looseJoint = /^(?:[ \r\n]{0,3}[-–—._·~)(*+|\\/,、;:'"]{0,2}[ \r\n]{0,3})$/;
/** `96110` at a line's end and `3.` at the head of the next are no number. */
const listMark = /^\d{1,2}[.、)]/;
const longest = 24;

/**
 * The groups of digits, and those that may belong together: a list per chain.
 *
 * @param loose whether commas, colons, brackets and empty lines may stand inside a number too
 */
export function digitChains(text: string, loose = false): Group[][] {
  const chains: Group[][] = [];
  for (const match of text.matchAll(digitGroup)) {
    const group = { start: match.index, end: match.index + match[0].length };
    const chain = chains.at(-1);
    const last = chain?.at(-1);
    if (chain && last && joins(text, { from: last.end, to: group.start, loose })) chain.push(group);
    else chains.push([group]);
  }
  return chains;
}

function joins(text: string, { from, to, loose }: { from: number; to: number; loose: boolean }): boolean {
  if (to - from > 6) return false;
  const between = text.slice(from, to);
  if (between.includes('\n') && listMark.test(text.slice(to, to + 3))) return false;
  return (loose ? looseJoint : joint).test(between);
}

type Reading = { readonly least: number; readonly accepts: (run: DigitRun) => boolean };

/**
 * The first reading of each part of a chain that `accepts` a number of `least` digits and more: the longest from each
 * group on, never half a group. At most 24 digits are joined, so that a long list of numbers costs no more than its length.
 */
export function readChain(text: string, chain: readonly Group[], reading: Reading): DigitRun[] {
  const found: DigitRun[] = [];
  for (let i = 0; i < chain.length;) {
    const run = runsFrom(text, chain.slice(i, i + longest), reading.least).findLast(reading.accepts);
    if (run) found.push(run);
    i += run?.groups ?? 1;
  }
  return found;
}

function runsFrom(text: string, chain: readonly Group[], least: number): DigitRun[] {
  const runs: DigitRun[] = [];
  const start = chain[0]?.start ?? 0;
  let digits = '';
  let groups = 0;
  for (const group of chain) {
    digits += text.slice(group.start, group.end);
    groups++;
    if (digits.length > longest) break;
    if (digits.length >= least) runs.push({ start, end: group.end, digits, groups });
  }
  return runs;
}
