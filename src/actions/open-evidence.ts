import type { Agent } from '../domain/agent.ts';
import type { IdentityPorts, OpenedEvidence } from '../domain/desk-identity.ts';
import type { EventInput } from '../domain/event.ts';
import type { Evidence } from '../domain/identity.ts';
import { toRecordNumber } from '../domain/ids.ts';
import type { Redacted } from '../domain/safety.ts';
import type { EvidenceStore } from '../identity/evidence-store.ts';
import type { IndicatorsStore } from '../identity/indicators-store.ts';
import type { Opening, OpeningsStore } from '../identity/openings-store.ts';
import type { Clock } from '../lib/clock.ts';
import { toCsv } from '../lib/csv.ts';
import { err, ok } from '../lib/result.ts';
import type { Seal } from '../lib/seal.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';
import type { Cases } from '../queue/cases-store.ts';
import { actorOf } from './refusals.ts';
import { aboutIndicator, shortId } from './watch-list.ts';

export type OpenEvidenceDeps = {
  readonly evidence: Pick<EvidenceStore, 'of'>;
  readonly indicators: Pick<IndicatorsStore, 'get'>;
  readonly cases: Pick<Cases, 'get'>;
  readonly openings: Pick<OpeningsStore, 'note'>;
  readonly seal: Seal;
  readonly redact: (text: string) => Redacted;
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
};

/** More in one file would be opened than anybody reads. */
const mostExported = 200;

/** What reports name, opened with a reason: first it is on record, then it is shown. */
export function createOpenEvidence(deps: OpenEvidenceDeps) {
  const { evidence, indicators, cases, openings, seal, redact, record, clock } = deps;

  async function noted(opening: Pick<Opening, 'what' | 'of' | 'reason'>, by: Agent, codes: readonly string[]) {
    const reason = redact(opening.reason).masked;
    const id = await openings.note({ ...opening, reason, by: by.employeeNumber, at: clock() });
    await record({ kind: `evidence.${opening.what}_opened`, actor: actorOf(by), codes: [...codes, id.slice(0, 8)] });
  }

  function open({ kind, indicator, sealed }: Evidence): OpenedEvidence[] {
    const value = sealed && seal.open(sealed, aboutIndicator(indicator));
    return value === undefined ? [] : [{ kind, value, cluster: indicator }];
  }

  const ports: Pick<IdentityPorts, 'openReport' | 'exportCluster'> = {
    async openReport({ number, reason }, by) {
      const found = await evidence.of(number);
      if (!found) return err({ kind: 'not_found' });
      await noted({ what: 'report', of: number, reason }, by, [number]);
      return ok(found.items.flatMap(open));
    },

    async exportCluster({ id, reason }, by) {
      const cluster = await indicators.get(id);
      if (!cluster) return err({ kind: 'not_found' });
      await noted({ what: 'cluster', of: id, reason }, by, [shortId(id)]);
      const [named] = open({ kind: cluster.kind, indicator: id, ...(cluster.sealed && { sealed: cluster.sealed }) });
      const rows: string[][] = [];
      for (const number of cluster.reports.slice(-mostExported)) {
        const record = toRecordNumber(number);
        const filed = record && (await cases.get(record));
        if (filed) rows.push([number, shanghaiMinute(filed.at), ...columnsOf(filed.answers)]);
      }
      const csv = toCsv([
        ['类型', '线索', '举报次数', '最早', '最近'],
        [
          cluster.kind,
          named?.value ?? '（未保留原文）',
          String(cluster.reported),
          shanghaiMinute(cluster.firstAt),
          shanghaiMinute(cluster.lastAt),
        ],
        [],
        ['举报编号', '举报时间', '对方是谁', '从哪里联系', '要求做什么', '损失'],
        ...rows,
      ]);
      return ok({ fileName: `cluster-${shortId(id)}.csv`, csv });
    },
  };
  return ports;
}

const columns = 4;

function columnsOf(answers: readonly string[]): string[] {
  return Array.from({ length: columns }, (_, index) => answers[index] ?? '');
}
