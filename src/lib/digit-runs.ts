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
const joint = /^(?: ?[-–—._·~)] ?|\/| {1,3}|\n)$/;
const longest = 24;

/** The groups of digits, and those that may belong together: a list per chain. Groups of digits in a word are left out. */
export function digitChains(text: string): Group[][] {
  const chains: Group[][] = [];
  for (const match of text.matchAll(digitGroup)) {
    const group = { start: match.index, end: match.index + match[0].length };
    const chain = chains.at(-1);
    const last = chain?.at(-1);
    if (chain && last && joint.test(text.slice(last.end, group.start))) chain.push(group);
    else chains.push([group]);
  }
  return chains;
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
