import { expect, it } from '@jest/globals';
import { createAskToStay } from '../../src/actions/ask-to-stay.ts';
import { newCustomer } from '../../src/customers/customer-document.ts';
import { toOpenId, type OpenId, type TicketNumber } from '../../src/domain/ids.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

const hourMs = 3_600_000;
const now = new Date('2026-11-22T04:00:00Z');
const clock = () => now;

function idOf(n: number): OpenId {
  const openId = toOpenId(`oSampleQuiet${n}`);
  if (!openId) throw new Error(String(n));
  return openId;
}

/** 1,700 customers who wait for an answer and are quiet; the outbox does not take what is for one of them. */
function standing({ refused = -1 } = {}) {
  const all = Array.from({ length: 1_700 }, (_, n) => {
    // Three hundred wrote at one moment, across the end of a page.
    const lastInAt = new Date(now.getTime() - 46 * hourMs + (n < 400 ? n : Math.max(400, n - 300)));
    return { number: `K20261122-${n}` as TicketNumber, openId: idOf(n), lastInAt } as Ticket;
  });
  const asked = new Set<string>();
  let delivered = 0;
  const askToStay = createAskToStay({
    tickets: {
      quietBetween: (from, to, limit) =>
        Promise.resolve(all.filter(({ lastInAt }) => lastInAt && lastInAt > from && lastInAt <= to).slice(0, limit)),
    },
    customers: {
      find: (openId) =>
        Promise.resolve({
          ...newCustomer(openId, now),
          window: [{ basis: 'message', left: 5, expiresAt: new Date(now.getTime() + 2 * hourMs) }],
        }),
    },
    outbox: {
      add: ({ openId }) =>
        openId === idOf(refused)
          ? Promise.reject(new Error('refused'))
          : Promise.resolve(asked.size < asked.add(openId).size),
    },
    say: () => '请回复任意内容',
    deliver: () => (delivered += 1),
    ...{ windowMs: 48 * hourMs, beforeMs: 3 * hourMs, clock },
  });

  return { askToStay, asked, delivered: () => delivered };
}

it('asks every customer whose window is about to close, however many they are, and many in one millisecond', async () => {
  const { askToStay, asked } = standing();

  await askToStay();

  expect(asked.size).toBe(1_700);
});

it('asks the others where one can not be asked, and says so', async () => {
  const { askToStay, asked, delivered } = standing({ refused: 7 });

  await expect(askToStay()).rejects.toThrow('refused');

  expect([asked.size, delivered()]).toEqual([1_699, 1]);
});
