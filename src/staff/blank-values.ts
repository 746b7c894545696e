import type { Agent } from '../domain/agent.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { Facts } from '../lib/fill.ts';
import { shanghaiWeekMinute } from '../lib/shanghai.ts';

/**
 * What the blanks of a canned reply are known to stand for. The wallet's own come from config; a customer's name is not
 * among them: none is kept.
 *
 * @param number the ticket that the reply is for; without one its blanks stay
 */
export function blankValues(
  wallet: Facts,
  { by, at, number }: { by: Pick<Agent, 'name' | 'employeeNumber'>; at: Date; number?: TicketNumber | undefined },
): Facts {
  return {
    ...wallet,
    问候: greetingAt(at),
    客服姓名: by.name,
    工号: by.employeeNumber,
    ...(number !== undefined && { 编号: number }),
  };
}

function greetingAt(at: Date): string {
  const hour = Math.floor(shanghaiWeekMinute(at).minute / 60);
  if (hour >= 5 && hour < 12) return '上午好';
  return hour >= 12 && hour < 18 ? '下午好' : '晚上好';
}
