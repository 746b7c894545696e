import type { Document } from 'mongodb';

type Pick = <T>(list: readonly T[]) => T;

/** Pipelines of the reports' kinds, over documents like the product's tickets. */
export function pipelinesOf(pick: Pick): readonly (() => Document[])[] {
  const whole = { $match: { state: { $exists: true }, queuedAt: { $exists: true }, epoch: { $exists: true } } };
  const zone = (): string => pick(['UTC', 'Asia/Shanghai', '+08:00']);
  const unit = (): string => pick(['hour', 'day', 'week', 'month']);
  return [
    () => [
      whole,
      { $group: { _id: { $dateTrunc: { date: '$queuedAt', unit: unit(), timezone: zone() } }, n: { $sum: 1 } } },
    ],
    () => [
      whole,
      {
        $bucket: {
          groupBy: '$epoch',
          boundaries: [0, 1, pick([2, 3])],
          default: 'other',
          output: { n: { $sum: 1 }, most: { $max: '$queuedAt' } },
        },
      },
    ],
    () => [{ $unwind: { path: '$lines', includeArrayIndex: 'at', preserveNullAndEmptyArrays: pick([true, false]) } }],
    () => [
      { $unwind: '$lines' },
      { $group: { _id: '$lines.from', n: { $sum: 1 }, last: { $max: '$lines.seq' } } },
      { $project: { _id: 0, from: '$_id', n: 1, last: 1 } },
    ],
    () => [
      whole,
      {
        $project: {
          late: { $cond: [{ $gt: ['$queuedAt', new Date(1_760_001_200_000)] }, 'late', 'early'] },
          name: { $ifNull: ['$owner.name', '-'] },
          waited: { $subtract: [new Date(1_760_003_000_000), '$queuedAt'] },
          known: { $in: ['$state', ['queued', 'claimed']] },
        },
      },
    ],
    () => [
      whole,
      { $group: { _id: null, all: { $push: '$epoch' }, sum: { $sum: '$epoch' }, n: { $count: {} } } },
      { $project: { sum: 1, n: 1, size: { $size: '$all' } } },
    ],
    () => [{ $match: { $expr: { $gt: ['$priority', '$epoch'] } } }, { $count: 'n' }],
    () => [{ $replaceRoot: { newRoot: { id: '$_id', state: { $ifNull: ['$state', 'none'] } } } }],
  ];
}

/** Updates by a pipeline, as far as the product has them. */
export function pipelineUpdates(pick: Pick): readonly (() => Document[])[] {
  return [
    () => [{ $set: { epoch: { $add: [{ $ifNull: ['$epoch', 0] }, 1] }, state: pick(['queued', 'claimed']) } }],
    () => [{ $set: { first: { $ifNull: ['$first', '$state'] } } }, { $unset: 'any' }],
  ];
}
