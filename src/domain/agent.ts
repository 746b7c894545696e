import type { AgentId } from './ids.ts';

export const roles = ['agent', 'senior', 'lead', 'auditor', 'administrator'] as const;
export type Role = (typeof roles)[number];

export const duties = ['available', 'break', 'off'] as const;
/** Whether an agent takes new tickets: not on a break (小休), nor once he has ended his shift. */
export type Duty = (typeof duties)[number];

/** A member of staff, never the bot. */
export type Agent = {
  readonly id: AgentId;
  readonly login: string;
  /** as customers see it */
  readonly name: string;
  /** 工号, as customers see it */
  readonly employeeNumber: string;
  readonly roles: readonly Role[];
  /** topics he takes; none means all */
  readonly skills: readonly string[];
  /** the highest tier that he takes: 1 一线, 2 高级, 3 经理/技术; absent: as his roles say */
  readonly tier?: number;
  /** tickets at a time */
  readonly capacity: number;
  readonly disabled: boolean;
  readonly duty: Duty;
};
