import type { Connection } from 'mongoose';
import { createHandleIncident, type HandleIncidentDeps } from '../actions/handle-incident.ts';
import type { Incident } from '../domain/incident.ts';
import type { Notice } from '../domain/notice.ts';
import { createIncidents } from '../queue/incidents-store.ts';
import type { Events } from '../store/events/events.ts';

type Parts = Omit<HandleIncidentDeps, 'incidents' | 'record'> & {
  readonly connection: Connection;
  readonly events: Pick<Events, 'record' | 'subscribe'>;
};

const mostNotices = 20;

/** Incidents, and their texts as notices in force while they are open, in every instance within a second. */
export function joinIncidents({ connection, events, onError, ...shared }: Parts) {
  const incidents = createIncidents({ connection });
  const { ports, tendIncidents } = createHandleIncident({ ...shared, onError, incidents, record: events.record });
  let notices: readonly Notice[] = [];

  async function refresh(): Promise<void> {
    notices = (await incidents.list('open', mostNotices)).map(toNotice);
  }

  async function start(): Promise<void> {
    events.subscribe(({ kind }) => {
      if (kind === 'incident.opened' || kind === 'incident.closed') refresh().catch(onError);
    });
    await refresh();
  }

  return { ports, start, notices: () => notices, tendIncidents: () => Promise.all([refresh(), tendIncidents()]) };
}

function toNotice({ number, title, text, topics, at }: Incident): Notice {
  return { id: number, kind: 'fault', title, text, topics, from: at };
}
