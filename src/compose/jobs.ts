import type { Job } from '../scheduler/scheduler.ts';
import type { Core } from './core.ts';

/** What is done by the clock, each under a lease of its own. */
export function createJobs(core: Core): Job[] {
  return [
    { name: 'ask-to-stay', every: { minutes: 15 }, run: core.askToStay },
    { name: 'tend-left', every: { minutes: 60, at: 7 }, run: core.tendLeft },
    { name: 'tell-askers', every: { minutes: 1 }, run: core.tellAskers },
    { name: 'tend-cases', every: { minutes: 1 }, run: core.tendCases },
    { name: 'transcribe', every: { minutes: 5 }, run: core.transcribeSilent },
    { name: 'trim-misses', every: { minutes: 60, at: 17 }, run: core.misses.trim },
    { name: 'audit-anchor', every: { minutes: 60, at: 5 }, run: core.anchorAudit },
    { name: 'incidents', every: { minutes: 1 }, run: core.incidents.tendIncidents },
    { name: 'figures', every: { minutes: 15 }, run: core.rollUp },
    { name: 'expire-media', every: { minutes: 60, at: 47 }, run: core.expireMedia },
    { name: 'retention', every: { minutes: 60, at: 35 }, run: core.eraseExpired },
  ];
}
