import type { AuditCheck, AuditPorts, AuditVerdict } from '../domain/audit.ts';
import type { EventInput } from '../domain/event.ts';
import type { Clock } from '../lib/clock.ts';

export type CheckAuditDeps = {
  /** reads the whole record again */
  readonly verify: () => Promise<AuditVerdict>;
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

/** Reads the record again when somebody asks for it: one reading at a time, however many ask. It may take minutes. */
export function createCheckAudit({ verify, record, clock, onError }: CheckAuditDeps) {
  let present: AuditCheck = { state: 'never' };

  const checkAudit: AuditPorts['checkAudit'] = async ({ employeeNumber }) => {
    if (present.state === 'running') return present;
    const startedAt = clock();
    present = { state: 'running', startedAt };
    const running = present;
    try {
      await record({ kind: 'audit.checked', actor: { kind: 'agent', id: employeeNumber } });
    } catch (error) {
      present = { state: 'failed', startedAt, endedAt: clock() };
      throw error;
    }
    void run(startedAt);
    return running;
  };

  async function run(startedAt: Date): Promise<void> {
    try {
      const verdict = await verify();
      present = { state: 'done', startedAt, endedAt: clock(), verdict };
    } catch (error) {
      onError(error);
      present = { state: 'failed', startedAt, endedAt: clock() };
    }
  }

  return { checkAudit, auditCheck: (): AuditCheck => present };
}
