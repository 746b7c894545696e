import type { Agent } from '../domain/agent.ts';
import type { Cluster, IdentityPorts, IdentityResult } from '../domain/desk-identity.ts';
import type { EventInput } from '../domain/event.ts';
import type { Judged } from '../domain/identity.ts';
import type { Redacted } from '../domain/safety.ts';
import type { IndicatorsStore } from '../identity/indicators-store.ts';
import type { OpeningsStore } from '../identity/openings-store.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok } from '../lib/result.ts';
import type { Seal } from '../lib/seal.ts';
import { actorOf } from './refusals.ts';

export type WatchListDeps = {
  readonly indicators: Pick<IndicatorsStore, 'list' | 'confirm' | 'withdraw' | 'add'>;
  readonly openings: Pick<OpeningsStore, 'note'>;
  readonly indicatorsIn: (text: string) => readonly { kind: Judged['kind']; indicator: string; value: string }[];
  /** whether a text names something of ours */
  readonly namesOurs: (text: string) => boolean;
  readonly seal: Seal;
  readonly redact: (text: string) => Redacted;
  readonly record: (event: EventInput) => Promise<void>;
  /** earlier askers may have to be told: looks now */
  readonly tell: () => void;
  readonly clock: Clock;
};

type Ports = Pick<IdentityPorts, 'listClusters' | 'confirmCluster' | 'withdrawCluster' | 'watch'>;

/** Leads confirm what was reported, and put on the watch list what they learned elsewhere. Each is on record. */
export function createWatchList(deps: WatchListDeps) {
  const { indicators, openings, indicatorsIn, namesOurs, seal, redact, record, tell, clock } = deps;

  async function recorded(kind: string, cluster: Cluster | undefined, by: Agent): Promise<IdentityResult<Cluster>> {
    if (!cluster) return err({ kind: 'not_found' });
    await record({ kind, actor: actorOf(by), codes: [shortId(cluster.id)] });
    tell();
    return ok(cluster);
  }

  const ports: Ports = {
    listClusters: (query) => indicators.list(query),
    confirmCluster: async (id, by) =>
      recorded('watch.confirmed', await indicators.confirm(id, by.employeeNumber, clock()), by),
    withdrawCluster: async (id, by) => recorded('watch.withdrawn', await indicators.withdraw(id), by),
    async watch({ text, reason }, by) {
      if (namesOurs(text)) return err({ kind: 'official' });
      const found = indicatorsIn(text);
      if (found.length === 0) return err({ kind: 'unreadable' });
      const at = clock();
      const clusters: Cluster[] = [];
      for (const { kind, indicator, value } of found) {
        const evidence = { kind, indicator, sealed: seal.seal(value, aboutIndicator(indicator)) };
        const cluster = await indicators.add(evidence, by.employeeNumber, at);
        if (cluster) clusters.push(cluster);
        const masked = redact(reason).masked;
        await openings.note({ what: 'cluster', of: indicator, by: by.employeeNumber, reason: masked, at });
        await record({ kind: 'watch.added', actor: actorOf(by), codes: [shortId(indicator)] });
      }
      tell();
      return ok(clusters);
    },
  };
  return ports;
}

/** What binds a value's seal to its indicator: moved to another, it does not open. */
export function aboutIndicator(indicator: string): string {
  return `indicator:${indicator}`;
}

/** Enough of the hash to find it again. */
export function shortId(indicator: string): string {
  return indicator.slice(0, 12);
}
