import type { Role } from '../../src/domain/agent.ts';
import type { KnowledgeDesk } from '../../src/domain/knowledge-desk.ts';
import { createDesk, type Desk } from '../../src/desk/desk.ts';
import { createDeskPage } from '../../src/desk/page.ts';
import { deskWords } from '../../src/desk/words.ts';
import { createKoa } from '../../src/http/koa.ts';
import { createCanned } from '../../src/staff/canned.ts';
import { createStaff, type Staff } from '../../src/staff/staff.ts';
import { emptyCare } from './care-ports.ts';
import { noAudit, noCases, noCustomers, noIncidents, noReports } from './no-records.ts';
import { noDelivery } from './desk-delivery.ts';
import { createMemoryPorts } from './desk-ports.ts';
import { keptLogger, openHttp } from './http.ts';
import { createNoIdentityPorts } from './identity-ports.ts';
import { openStaffStore } from './staff-store.ts';

export const password = 'sample horse staple 7';

const notFound = { ok: false, error: { kind: 'not_found' } } as const;

const sampleTopics = [
  { id: 'transfer', title: '转账' },
  { id: 'security', title: '账户安全' },
];

/** A desk whose knowledge base is empty: what the real one does is tested with the whole product. */
const noKnowledge: KnowledgeDesk = {
  list: () => Promise.resolve([]),
  read: () => Promise.resolve(undefined),
  check: () => Promise.resolve(undefined),
  saveDraft: () => Promise.resolve(notFound),
  publish: () => Promise.resolve(notFound),
  rollBack: () => Promise.resolve(notFound),
  retire: () => Promise.resolve(notFound),
  discard: () => Promise.resolve(notFound),
  missDrafts: () => Promise.resolve([]),
  explain() {
    throw new Error('There is no knowledge base');
  },
  exportAs: () => '',
  importFrom: () => Promise.resolve({ ok: true, value: { saved: [], unchanged: 0 } }),
};

export type Answer = { readonly status: number; readonly body: Record<string, unknown>; readonly headers: Headers };

export type Caller = {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly remove: (path: string) => Promise<Answer>;
  readonly cookie: string;
};

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  const body = text === '' || !isJson ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, body, headers: response.headers };
}

/** Calls as the console makes them, under one cookie. */
export function callerAt(base: string, cookie = ''): Caller {
  const own = { 'X-Requested-By': 'desk', Origin: base, 'Content-Type': 'application/json' };
  return {
    cookie,
    get: async (path, headers = {}) => answerOf(await fetch(base + path, { headers: { Cookie: cookie, ...headers } })),
    post: async (path, body = {}, headers = {}) =>
      answerOf(
        await fetch(base + path, {
          method: 'POST',
          headers: { Cookie: cookie, ...own, ...headers },
          body: JSON.stringify(body),
        }),
      ),
    remove: async (path) =>
      answerOf(await fetch(base + path, { method: 'DELETE', headers: { Cookie: cookie, ...own } })),
  };
}

export type OpenDesk = Awaited<ReturnType<typeof openDesk>>;

type Options = {
  readonly publicUrl?: string;
  readonly proxies?: number;
  readonly now?: () => Date;
  /** a folder with the built console */
  readonly page?: string;
  /** a store that the test opened and closes itself */
  readonly store?: Awaited<ReturnType<typeof openStaffStore>>;
};

/** A whole desk by HTTP: real staff on a real store, the queue in memory. */
export async function openDesk(options: Options = {}) {
  const { publicUrl, proxies = 0, now = () => new Date(), page } = options;
  const store = options.store ?? (await openStaffStore());
  const memory = createMemoryPorts({ now });
  const { logger, lines } = keptLogger();
  const staff: Staff = createStaff({ connection: store.connection, clock: now });
  const canned = createCanned({ connection: store.connection, check: memory.check, clock: now });
  await store.prepare();
  const desk: Desk = createDesk({
    ports: memory.ports,
    audit: noAudit,
    care: emptyCare,
    cases: noCases,
    delivery: noDelivery,
    data: noCustomers,
    incidents: noIncidents,
    reports: noReports,
    identity: createNoIdentityPorts(),
    staff,
    canned,
    blanks: { 客户称呼: '客户', 官方电话: '95188' },
    clock: now,
    logger,
    topics: () => sampleTopics,
    isTopic: (name) => sampleTopics.some(({ id }) => id === name),
    knowledge: noKnowledge,
    publicUrl,
  });
  const app = createKoa({ logger, words: deskWords, https: false, proxies });
  app.use(desk.middleware);
  if (page !== undefined) app.use(createDeskPage(page));
  const http = await openHttp(app);

  async function signIn(login: string, given = password): Promise<Caller> {
    const response = await callerAt(http.base).post('/api/desk/sign-in', { login, password: given });
    if (response.status !== 200) throw new Error(`sign-in: ${response.status}`);
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return callerAt(http.base, cookie);
  }

  /** An agent who is signed in; `employeeNumber` counts from 1001. */
  let made = 1000;
  async function agent(login: string, roles: readonly Role[] = ['agent'], capacity = 5): Promise<Caller> {
    const employeeNumber = String(++made);
    const details = { login, name: `坐席${employeeNumber}`, employeeNumber, roles, skills: [], capacity };
    const created = await staff.accounts.create(details, password);
    if (!created.ok) throw new Error(created.error);
    return signIn(login);
  }

  async function close(): Promise<void> {
    desk.close();
    await http.close();
    if (!options.store) await store.close();
  }

  return {
    base: http.base,
    connection: store.connection,
    memory,
    staff,
    desk,
    lines,
    agent,
    signIn,
    stranger: callerAt(http.base),
    close,
  };
}
