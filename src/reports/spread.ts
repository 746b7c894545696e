/** How many times fell on a step of the scale. */
type Step = { readonly step: number; readonly count: number };

/** Times, told apart by the steps of a scale: spreads add up, so that many hours have one median. */
export type Spread = readonly Step[];

/** What has a spread: from the queue to the first reply, from the claim to the end, from the queue to the end. */
export const timeKinds = ['firstReply', 'handled', 'solved'] as const;
export type TimeKind = (typeof timeKinds)[number];
export type Spreads = Readonly<Partial<Record<TimeKind, Spread>>>;

/** Each step is a tenth longer than the one before: what is read off the scale is right to 5 %. */
const growth = 1.1;

/** The spread of one time. */
export function spreadOf(ms: number): Spread {
  const seconds = Math.max(1, ms / 1000);
  return [{ step: Math.ceil(Math.log(seconds) / Math.log(growth)), count: 1 }];
}

export function sumOfSpreads(left: Spreads, right: Spreads): Spreads {
  const sums = timeKinds.flatMap((kind) => {
    const both = [...(left[kind] ?? []), ...(right[kind] ?? [])];
    return both.length === 0 ? [] : [[kind, merged(both)]];
  });
  return Object.fromEntries(sums) as Spreads;
}

function merged(steps: Spread): Spread {
  const counts = new Map<number, number>();
  for (const { step, count } of steps) counts.set(step, (counts.get(step) ?? 0) + count);
  return [...counts].sort(([a], [b]) => a - b).map(([step, count]) => ({ step, count }));
}

/**
 * The time that a share of all stayed within.
 *
 * @param share 0.5 for the median, 0.9 for what nine of ten stayed within
 * @returns seconds, right to 5 %; undefined where nothing was counted
 */
export function percentile(spread: Spread | undefined, share: number): number | undefined {
  const steps = merged(spread ?? []);
  const total = steps.reduce((sum, { count }) => sum + count, 0);
  let left = Math.ceil(total * share);
  for (const { step, count } of steps) {
    left -= count;
    // The middle of the step, by its ratio.
    if (left <= 0) return Math.round((2 * growth ** step) / (1 + growth));
  }
  return undefined;
}
