import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/domain/agent.ts';
import { openDesk, type Caller, type OpenDesk } from '../support/desk.ts';

type Who = 'stranger' | 'disabled' | Role;

const everybody: readonly Who[] = ['stranger', 'disabled', 'agent', 'senior', 'lead', 'auditor', 'administrator'];
const staff: readonly Who[] = ['agent', 'senior', 'lead', 'auditor', 'administrator'];
const workers: readonly Who[] = ['agent', 'senior', 'lead', 'administrator'];
const supervisors: readonly Who[] = ['senior', 'lead', 'auditor', 'administrator'];
const readers: readonly Who[] = ['lead', 'auditor', 'administrator'];
const leaders: readonly Who[] = ['senior', 'lead', 'administrator'];
const leads: readonly Who[] = ['lead', 'administrator'];
const administrators: readonly Who[] = ['administrator'];
const auditors: readonly Who[] = ['auditor', 'administrator'];
const editors: readonly Who[] = ['senior', 'lead', 'administrator'];
const publishers: readonly Who[] = ['lead', 'administrator'];

/** Written down once more, by hand: what the routes say of themselves is what is being tested. */
const mayCall: Readonly<Record<string, readonly Who[]>> = {
  'POST /api/desk/sign-in': everybody,
  'POST /api/desk/setup/check': everybody,
  'POST /api/desk/setup': everybody,
  'GET /api/openapi.json': everybody,
  'POST /api/desk/sign-out': staff,
  'GET /api/desk/me': staff,
  'POST /api/desk/password': staff,
  'POST /api/desk/second-factor': staff,
  'POST /api/desk/second-factor/confirm': staff,
  'POST /api/desk/second-factor/remove': staff,
  'GET /api/desk/tickets': staff,
  'GET /api/desk/counts': staff,
  'GET /api/desk/topics': staff,
  'GET /api/desk/tickets/:number': staff,
  'GET /api/desk/events': staff,
  'GET /api/desk/colleagues': staff,
  'GET /api/desk/cases': supervisors,
  'GET /api/desk/cases/due': supervisors,
  'GET /api/desk/cases/:record': supervisors,
  'POST /api/desk/cases/:record/acknowledge': leaders,
  'POST /api/desk/cases/:record/answer': leaders,
  'POST /api/desk/cases/:record/close': leaders,
  'POST /api/desk/cases/:record/reopen': publishers,
  'GET /api/desk/reports/figures': readers,
  'GET /api/desk/reports/figures.csv': readers,
  'GET /api/desk/reports/cases.csv': readers,
  'GET /api/desk/reports/disclosure': readers,
  'GET /api/desk/audit/events': auditors,
  'GET /api/desk/audit/check': auditors,
  'POST /api/desk/audit/check': auditors,
  'GET /api/desk/incidents': staff,
  'POST /api/desk/incidents': leaders,
  'POST /api/desk/incidents/:incident/tickets': workers,
  'POST /api/desk/incidents/:incident/reply': leaders,
  'POST /api/desk/incidents/:incident/close': leaders,
  'POST /api/desk/customers/export': administrators,
  'POST /api/desk/customers/erase': administrators,
  'POST /api/desk/customers/hold': administrators,
  'POST /api/desk/customers/release': administrators,
  'POST /api/desk/tickets/next': workers,
  'POST /api/desk/tickets/:number/claim': workers,
  'POST /api/desk/tickets/:number/reply': workers,
  'POST /api/desk/tickets/:number/note': workers,
  'POST /api/desk/tickets/:number/transfer': workers,
  'POST /api/desk/tickets/:number/accept': workers,
  'POST /api/desk/tickets/:number/decline': workers,
  'POST /api/desk/tickets/:number/release': workers,
  'POST /api/desk/tickets/:number/wait': workers,
  'POST /api/desk/tickets/:number/escalate': workers,
  'POST /api/desk/tickets/:number/snooze': workers,
  'POST /api/desk/tickets/:number/resolve': workers,
  'GET /api/desk/canned': workers,
  'POST /api/desk/canned': workers,
  'POST /api/desk/canned/:id': workers,
  'DELETE /api/desk/canned/:id': workers,
  'DELETE /api/desk/tickets/:number/replies/:message': workers,
  'POST /api/desk/tickets/close': workers,
  'POST /api/desk/tickets/:number/reopen': workers,
  'GET /api/desk/customers/:customer': staff,
  'POST /api/desk/customers/:customer/restrain': workers,
  'POST /api/desk/customers/:customer/release': workers,
  'POST /api/desk/customers/:customer/tickets': workers,
  'POST /api/desk/duty': workers,
  'POST /api/desk/shift/end': workers,
  'POST /api/desk/tickets/:number/media': workers,
  'POST /api/desk/tickets/:number/picture': workers,
  'GET /api/desk/dead-letters': leads,
  'POST /api/desk/dead-letters/replay': leads,
  'GET /api/desk/knowledge': staff,
  'GET /api/desk/knowledge/entries/:id': staff,
  'POST /api/desk/knowledge/explain': staff,
  'GET /api/desk/knowledge/misses': editors,
  'GET /api/desk/knowledge/export': editors,
  'POST /api/desk/knowledge/import': editors,
  'POST /api/desk/knowledge/entries/:id/draft': editors,
  'POST /api/desk/knowledge/entries/:id/check': editors,
  'POST /api/desk/knowledge/entries/:id/discard': editors,
  'POST /api/desk/knowledge/entries/:id/publish': publishers,
  'POST /api/desk/knowledge/entries/:id/roll-back': publishers,
  'POST /api/desk/knowledge/entries/:id/retire': publishers,
  'POST /api/desk/challenges': workers,
  'POST /api/desk/challenges/revoke': workers,
  'POST /api/desk/challenges/word': workers,
  'GET /api/desk/reports/clusters': staff,
  'POST /api/desk/reports/clusters/:id/confirm': leads,
  'POST /api/desk/reports/clusters/:id/withdraw': leads,
  'POST /api/desk/reports/clusters/:id/export': leads,
  'POST /api/desk/watch-list': leads,
  'POST /api/desk/reports/:number/evidence': ['senior', 'lead', 'auditor', 'administrator'],
  'GET /api/desk/staff': administrators,
  'POST /api/desk/staff': administrators,
  'POST /api/desk/staff/:login': administrators,
  'POST /api/desk/staff/:login/reset': administrators,
};

let desk: OpenDesk;
const callers = new Map<Who, Caller>();
beforeAll(async () => {
  desk = await openDesk();
  callers.set('stranger', desk.stranger);
  for (const role of staff) callers.set(role, await desk.agent(role, [role as Role]));
  callers.set('disabled', await desk.agent('gone', ['administrator']));
  await desk.staff.accounts.change('gone', { disabled: true });
});
afterAll(() => desk.close());

/** The status alone, of a call with an empty body: whoever may call gets on to 400, 404 or 200. */
async function statusOf(caller: Caller, route: string): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const address =
    desk.base +
    path
      .replace(':number', 'K20261122-9999')
      .replace(':incident', 'I20261122-9999')
      .replace(':record', 'C20261122-9999')
      .replace(':login', 'nobody')
      .replace(':id', randomUUID())
      .replace(':customer', randomUUID())
      .replace(':message', 'reply:nothing');
  const own = { Origin: desk.base, 'X-Requested-By': 'desk', 'Content-Type': 'application/json' };
  const headers = { Cookie: caller.cookie, ...(method !== 'GET' && own) };
  const response = await fetch(address, { method, headers, ...(method !== 'GET' && { body: '{}' }) });
  await response.body?.cancel();
  return response.status;
}

describe('who may call what', () => {
  it('is written down for every route', () => {
    expect(Object.keys(mayCall).sort()).toEqual(desk.desk.routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  // Signing out comes last: it ends the sign-in that the others go by.
  const routes = Object.keys(mayCall).sort((a, b) => Number(a.endsWith('/sign-out')) - Number(b.endsWith('/sign-out')));
  it.each(routes)('%s', async (route) => {
    const verdicts: Record<string, string> = {};
    for (const [who, caller] of callers) {
      const status = await statusOf(caller, route);
      verdicts[who] = status === 401 || status === 403 ? String(status) : 'may';
    }

    const isSignedIn = (who: Who): boolean => who !== 'stranger' && who !== 'disabled';
    const expected = everybody.map((who) => [
      who,
      mayCall[route]?.includes(who) ? 'may' : isSignedIn(who) ? '403' : '401',
    ]);
    expect(verdicts).toEqual(Object.fromEntries(expected));
  });
});
