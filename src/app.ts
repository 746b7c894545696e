import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { watchAccount } from './compose/account-watch.ts';
import { createCarePorts } from './compose/care-ports.ts';
import { createConversation } from './compose/conversation.ts';
import { createCore, type Core } from './compose/core.ts';
import { createDeliveryPorts } from './compose/delivery-ports.ts';
import { createDeskPorts } from './compose/desk-ports.ts';
import { openKeys } from './compose/keys.ts';
import { joinKnowledge } from './compose/knowledge.ts';
import { createIdentityPorts } from './compose/identity-ports.ts';
import { createJobs } from './compose/jobs.ts';
import { joinPages } from './compose/pages.ts';
import { createStatusRoutes } from './compose/status-routes.ts';
import { startUnderstanding, type Understood } from './compose/understanding.ts';
import type { Config } from './config.ts';
import type { KnowledgeDesk } from './domain/knowledge-desk.ts';
import { createDesk } from './desk/desk.ts';
import { createDeskPage } from './desk/page.ts';
import { deskWords } from './desk/words.ts';
import { createKoa } from './http/koa.ts';
import { createHttpServer } from './http/server.ts';
import { toWechatMenu } from './knowledge/menu.ts';
import type { Clock } from './lib/clock.ts';
import type { Fault } from './lib/fault.ts';
import type { Logger } from './lib/logger.ts';
import { createMetrics } from './lib/metrics.ts';
import { err, ok, type Result } from './lib/result.ts';
import { isKnownTopic } from './queue/plan.ts';
import { createScheduler } from './scheduler/scheduler.ts';
import { createSimulator, type Simulator } from './simulator/simulator.ts';
import { connectStore, type Store } from './store/connect.ts';
import { createEnvelopes } from './store/envelopes-store.ts';
import { createJobLeases } from './store/job-leases-store.ts';
import { ensureIndexes } from './store/schema.ts';
import { createTokenCache } from './store/token-cache-store.ts';
import { createWriteProbe } from './store/write-probe-store.ts';
import { createWechatClient } from './wechat/client.ts';
import { createTokenFetcher } from './wechat/stable-token.ts';
import { createTokenProvider } from './wechat/token.ts';

export type AppDeps = {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  /** the store is gone: nothing can be kept any more */
  readonly onDeath: (error: Error) => void;
  /** folder of the console's built page */
  readonly deskPage: string;
};

/** What the operator is told once the product runs. */
export type Started = {
  readonly port: number;
  readonly simulator: Simulator | undefined;
  readonly firstStart: Awaited<ReturnType<Core['staff']['accounts']['openFirst']>>;
};

const graceMs = 8000;

/** Builds every part once and joins them. Nothing runs before `start`. */
export function createApp({ config, clock, logger, onDeath, deskPage }: AppDeps) {
  const metrics = createMetrics();
  const pushes = metrics.counter({ name: 'pushes_total', help: 'Pushes by outcome.', labels: ['outcome'] });
  const koa = createKoa({
    logger,
    words: deskWords,
    https: config.publicUrl?.startsWith('https:') ?? false,
    proxies: config.proxies,
    machines: new Set(['/wechat']),
  });
  /** in the order in which the parts are let go */
  let stops: (() => Promise<void> | void)[] = [];
  let routes: Middleware | undefined;

  // The port is known before the parts are built: the simulator's API has it in its address.
  koa.use((ctx, next) => (routes ?? notYet)(ctx, next) as unknown);
  const answer = koa.callback();
  const server = createHttpServer((req, res) => void answer(req, res));

  async function start(): Promise<Result<Started, Fault[]>> {
    const understood = await startUnderstanding({ config, clock, logger });
    if (!understood.ok) return err(understood.error);
    const { mongoUri: uri, dataDir } = config;
    const store = await connectStore({ uri, dataDir, onDeath, logger });
    const port = await server.listen({ host: config.host, port: config.port });
    const own = `http://127.0.0.1:${port}`;

    const { appId, secret } = config.account;
    const apiBase = config.apiBase ?? `${own}/simulator/wechat`;
    const fetchToken = createTokenFetcher({ appId, secret, apiBase });
    const cache = createTokenCache({ connection: store.connection, appId });
    const tokens = createTokenProvider({ fetchToken, cache, clock, logger });
    const wechat = createWechatClient({ appId, apiBase, tokens, logger });

    const { latePushesKey, ...keys } = await openKeys({ config, connection: store.connection, logger });
    const core = createCore({ config, store, chain: randomUUID(), ...keys, clock, logger, wechat });
    const knowledgeParts = joinKnowledge({ config, core, understood: understood.value, clock, logger, store });
    // A plain signature does not cover the body; one process alone remembers by itself.
    const sharesEnvelopes = config.account.mode === 'plain' && store.kind === 'mongodb';
    const envelopes = sharesEnvelopes ? createEnvelopes({ connection: store.connection, clock }) : undefined;
    const leases = createJobLeases({ connection: store.connection, clock });
    await ensureIndexes(store.connection);
    await knowledgeParts.start();
    const firstStart = await core.staff.accounts.openFirst(config.adminPassword);

    const simulator = config.simulator ? joinSimulator(own) : undefined;
    await core.incidents.start();
    const known = { ...understood.value, notices: () => [...core.incidents.notices(), ...understood.value.notices()] };
    const desk = joinDesk(core, understood.value, { connection: store.connection, knowledge: knowledgeParts.desk });
    const count = (outcome: string) => pushes.inc({ outcome });
    const planned = toWechatMenu(understood.value);
    const watch = watchAccount({
      ...{ wechat, planned, callStaff: core.callStaff, clock, logger },
      onlyPushAddresses: config.behaviour.onlyPushAddresses,
    });
    const { admitsAddress } = watch;
    const { receive, latePushes } = createConversation({
      ...{ config, core, understood: known, latePushesKey, count, admitsAddress, clock, logger },
      takesWrites: createWriteProbe(store),
      admitsEverywhere: envelopes?.admits,
    });
    // Before anything new comes in: what an earlier process acknowledged and did not get to store.
    await latePushes.start();
    const status = createStatusRoutes({ store, metrics, metricsToken: config.metricsToken });
    routes = inOrder([
      onPath('/wechat', receive),
      status,
      desk.middleware,
      createDeskPage(deskPage),
      joinPages({ config, core, understood: known, clock }),
      ...(simulator ? [simulator.routes()] : []),
    ]);
    const scheduler = createScheduler({
      jobs: createJobs(core),
      leases,
      clock,
      onError: (error, job) => logger.error({ err: error, job }, 'a job failed, its next run tries again'),
    });
    core.start();
    scheduler.start();
    stops = [
      () => simulator?.close(),
      desk.close,
      scheduler.stop,
      core.stopSending,
      () => server.close(graceMs),
      latePushes.stop,
      knowledgeParts.stop,
      core.stop,
      store.close,
      understood.value.close,
    ];
    if (simulator) {
      // With a real account the menu is the operator's to apply; here nobody else would.
      const made = await wechat.createMenu(planned);
      if (!made.ok) logger.warn({ code: made.error.code }, 'the simulated menu was refused');
    } else {
      // Behind the start: WeChat may take its time, and customers need not wait for it.
      void Promise.all([watch.ready(), watch.reportMenu()]).catch((error: unknown) =>
        logger.error({ err: error }, 'the account could not be looked at'),
      );
    }
    return ok({ port, simulator, firstStart });
  }

  function joinSimulator(own: string): Simulator {
    const { appId, secret, tokens, aesKeys, mode } = config.account;
    const name = config.facts.accountName ?? '';
    return createSimulator({
      account: { appId, secret, token: tokens[0], aesKey: aesKeys[0], originalId: 'gh_sample000000', name },
      mode,
      callbackUrl: () => `${own}/wechat`,
      clock,
      logger,
    });
  }

  function joinDesk(
    core: Core,
    understood: Understood,
    { connection, knowledge }: { connection: Store['connection']; knowledge: KnowledgeDesk },
  ) {
    const links = config.behaviour.tappableWords;
    const findAgent = async (employeeNumber: string) =>
      (await core.staff.accounts.list()).find(
        (one) => one.employeeNumber === employeeNumber && !one.disabled && one.roles.some((role) => role !== 'auditor'),
      );
    const topics = () => understood.knowledge().topics;
    const { routing } = config.queue;
    const isTopic = (name: string) => isKnownTopic(routing, name) || topics().some(({ id }) => id === name);
    const holdMs = config.behaviour.takeBackSeconds * 1000;
    const ports = createDeskPorts({
      ...{ ...core, openings: core.identity.openings, connection, findAgent, isTopic, routing, links, holdMs, clock },
    });
    const { staff, canned } = core;
    return createDesk({
      ...{ ports, staff, canned, knowledge, topics, isTopic, clock, logger },
      ...core.deskRecords,
      care: createCarePorts({ ...core, connection, ports, clock }),
      delivery: createDeliveryPorts({ ...core, record: core.events.record, clock }),
      identity: createIdentityPorts({ core, clock, logger }),
      blanks: config.behaviour.blanks,
      publicUrl: config.publicUrl,
    });
  }

  /** Takes no new work, finishes what is under way, lets go of the store. */
  async function stop(): Promise<void> {
    for (const end of stops) await end();
  }

  return { start, stop };
}

function notYet(ctx: Context): void {
  ctx.set('Retry-After', '1');
  // Expected at every start: nobody has to be told in the log.
  ctx.status = 503;
  ctx.body = { error: 'starting', message: '正在启动，请稍候。' };
}

function onPath(path: string, middleware: Middleware): Middleware {
  return (ctx, next) => (ctx.path === path ? middleware(ctx, next) : next()) as unknown;
}

function inOrder(all: readonly Middleware[]): Middleware {
  return (ctx, next) => {
    const run = (index: number): Promise<unknown> => {
      const middleware = all[index];
      return middleware ? Promise.resolve(middleware(ctx, () => run(index + 1))) : next();
    };
    return run(0);
  };
}
