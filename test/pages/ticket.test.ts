import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TicketStatus } from '../../src/domain/ticket-status.ts';
import { startSite } from './site.ts';
import type { RunningSite } from './site.ts';

const status: TicketStatus = {
  state: 'queued',
  ahead: 3,
  queuedAt: new Date('2026-11-22T09:00:00+08:00'),
  promisedAt: new Date('2026-11-23T18:00:00+08:00'),
};

let site: RunningSite;
beforeAll(async () => {
  site = await startSite({
    ticketStatus: (number, token) =>
      Promise.resolve(number === 'K20261122-0042' && token === 'right' ? status : undefined),
  });
});
afterAll(() => site.close());

async function read(path: string): Promise<{ status: number; headers: Headers; text: string }> {
  const answer = await fetch(site.url + path);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('a ticket’s page', () => {
  it('shows state, place and promised time to who holds the link', async () => {
    const { status: code, text } = await read('/t/K20261122-0042?k=right');

    expect(code).toBe(200);
    expect(text).toContain('排队中');
    expect(text).toContain('前面还有 3 位');
    expect(text).toContain('2026-11-23 18:00');
  });

  it('is the same for every number without a good token, existing or not', async () => {
    const bodies = await Promise.all(
      ['/t/K20261122-0042', '/t/K20261122-0042?k=wrong', '/t/K20990101-9999?k=right', '/t/x?k=%00'].map(read),
    );

    expect(new Set(bodies.map(({ text }) => text)).size).toBe(1);
    expect(new Set(bodies.map(({ status: code }) => code))).toEqual(new Set([404]));
    expect(bodies[0]?.text).toContain('进度');
  });

  it.each(['?k=right', ''])('is neither indexed nor kept nor passed on (%s)', async (query) => {
    const { headers } = await read(`/t/K20261122-0042${query}`);

    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });
});
