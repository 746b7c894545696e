import path from 'node:path';
import { createApp } from './app.ts';
import { loadConfig, type Config } from './config.ts';
import { systemClock } from './lib/clock.ts';
import { faultLine } from './lib/fault.ts';
import type { Fault } from './lib/fault.ts';
import { createLogger } from './lib/logger.ts';

const deskPage = path.join(import.meta.dirname, '..', 'dist', 'desk-page');

const config = await loadConfig();
if (config.ok) await run(config.value);
else refuse(config.error);

async function run(settings: Config): Promise<void> {
  const { account, adminPassword, metricsToken, mongoUri, webhook, logLevel, sealKeys } = settings;
  const given = [adminPassword, metricsToken, mongoUri, webhook?.url, webhook?.secret];
  const secrets = [account.secret, ...account.tokens, ...account.aesKeys, ...sealKeys, ...given];
  const logger = createLogger({ level: logLevel, secrets: secrets.filter((secret) => secret !== undefined) });
  const fatal = (err: unknown, message: string): never => {
    logger.fatal({ err }, message);
    process.exit(1);
  };
  process.on('uncaughtException', (error) => fatal(error, 'uncaught exception'));
  process.on('unhandledRejection', (error) => fatal(error, 'unhandled rejection'));

  const app = createApp({
    config: settings,
    clock: systemClock,
    logger,
    onDeath: (error) => fatal(error, 'the store is gone'),
    deskPage,
  });
  if (account.mode === 'plain') logger.warn({}, 'plain mode: the signature does not cover what is pushed');

  const started = await app.start().catch((error: unknown) => fatal(error, 'the start failed'));
  if (!started.ok) {
    refuse(started.error);
    return;
  }
  tell(settings, started.value);

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => fatal(error, 'the stop failed'),
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

type Started = Extract<Awaited<ReturnType<ReturnType<typeof createApp>['start']>>, { ok: true }>['value'];

/** Where to go next, for the person at the terminal: addresses to open and, once, the link to set a password. */
function tell({ host, publicUrl }: Config, { port, simulator, firstStart }: Started): void {
  const base = publicUrl ?? `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  const lines = [
    `公众号回调 webhook   ${base}/wechat`,
    `坐席工作台 console   ${base}/desk`,
    ...(simulator ? [`模拟手机 phone       ${base}/simulator`] : []),
    ...(firstStart.kind === 'link'
      ? [
          '',
          `首次启动，请在 30 分钟内设置管理员（admin）密码 / set the administrator's password within 30 minutes:`,
          `${base}/desk/setup?token=${firstStart.token}`,
        ]
      : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function refuse(faults: readonly Fault[]): void {
  process.stderr.write(`配置有误，未启动 / not started, the configuration has faults:\n`);
  for (const fault of faults) process.stderr.write(`  ${faultLine(fault)}\n`);
  process.exitCode = 1;
}
