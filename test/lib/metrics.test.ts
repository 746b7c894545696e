import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../src/lib/metrics.ts';

describe('the figures', () => {
  it('are read as Prometheus text', async () => {
    const metrics = createMetrics({ ofProcess: false });
    metrics.counter({ name: 'pushes_total', help: 'Pushes by kind.', labels: ['kind'] }).inc({ kind: 'message' });
    metrics.gauge({ name: 'tickets_waiting', help: 'Tickets in the queue.', read: () => 7 });
    metrics.histogram({ name: 'answer_seconds', help: 'Time to the answer.', buckets: [0.1, 1] }).observe(0.4);

    const text = await metrics.text();

    expect(text).toContain('pushes_total{kind="message"} 1');
    expect(text).toContain('tickets_waiting 7');
    expect(text).toContain('answer_seconds_bucket{le="1"} 1');
  });

  it('belong to one product: a second one in the process starts at nothing', async () => {
    const first = createMetrics({ ofProcess: false });
    const second = createMetrics({ ofProcess: false });
    first.counter({ name: 'pushes_total', help: 'Pushes.' }).inc();
    second.counter({ name: 'pushes_total', help: 'Pushes.' });

    expect(await second.text()).toContain('pushes_total 0');
  });
});
