import { endOfRun, startOfRun } from '../lib/scan.ts';

/** A dot between labels: as such, as Chinese full stop, in brackets, as a word, or with a space before it or after. */
const dot = /(?: ?[[({【<「] ?| {1,2})(?:[.。·・•‧∙]|dot|点)(?: ?[\])}】>」] ?| {0,2})|[.。·・•‧∙点] {0,2}/gi;
const label = { of: /[a-z0-9_\u00a1-\u00b6\u00b8-\u02af\u0370-\u058f\u1d00-\u1fff\ua720-\ua7ff-]/i, most: 63 };
const mostLabels = 7;
const oneSided = /^(?: +[^ ]|[^ ] +)$/;

/** A name as it is written, and with plain dots. */
export type BareName = {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly isBent: boolean;
  /** bent by no more than a space on one side of a dot, as at the end of a sentence */
  readonly isLoose: boolean;
};

type Dot = { readonly start: number; readonly end: number };

/**
 * Everything in a text that is built like a host name, longest reading first, each a list of its readings:
 * `evil.com.Please` may be `evil.com`. Chinese characters are no part of a label, so that text may touch the name.
 */
export function bareNames(text: string): BareName[][] {
  const dots = [...text.matchAll(dot)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const names: BareName[][] = [];
  for (let i = 0; i < dots.length;) {
    const chain = chainFrom(text, dots, i);
    const first = chain[0];
    if (first) names.push(readings(text, startOfRun(text, first.start, label), chain));
    i += Math.max(1, chain.length);
  }
  return names;
}

/** The dots from one on that have a label on both sides, each label between two of them. */
function chainFrom(text: string, dots: readonly Dot[], from: number): Dot[] {
  const chain: Dot[] = [];
  let expected = dots[from]?.start;
  for (let i = from; i < dots.length && chain.length < mostLabels; i++) {
    const here = dots[i];
    if (here === undefined || here.start !== expected || !isLabel(text, here)) break;
    chain.push(here);
    expected = endOfRun(text, here.end, label);
  }
  return chain;
}

function isLabel(text: string, { start, end }: Dot): boolean {
  return startOfRun(text, start, label) < start && endOfRun(text, end, label) > end;
}

function readings(text: string, start: number, chain: readonly Dot[]): BareName[] {
  return chain
    .map((_, i) => {
      const used = chain.slice(0, i + 1);
      const end = endOfRun(text, used.at(-1)?.end ?? start, label);
      const starts = [start, ...used.map((each) => each.end)];
      const name = starts.map((from, k) => text.slice(from, used[k]?.start ?? end)).join('.');
      const shown = used.map((each) => text.slice(each.start, each.end));
      const bent = shown.filter((one) => one !== '.');
      return { start, end, name, isBent: bent.length > 0, isLoose: bent.some((one) => oneSided.test(one)) };
    })
    .reverse();
}
