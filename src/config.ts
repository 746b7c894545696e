import { randomBytes } from 'node:crypto';
import { readConfigFiles, type ConfigFiles } from './config-files.ts';
import { readEnvironment, type CheckedEnvironment, type Environment } from './config-environment.ts';
import type { Fault } from './lib/fault.ts';
import { isLoopback } from './lib/loopback.ts';
import { err, ok, type Result } from './lib/result.ts';
import { formOf } from './paging/webhook.ts';
import type { WebhookForm } from './paging/webhook-forms.ts';

/** The account that the product answers for: WeChat's, or the simulator's. */
export type AccountConfig = {
  readonly appId: string;
  readonly secret: string;
  /** the current one, then, during a rotation, the previous one */
  readonly tokens: readonly [string, ...string[]];
  /** as the tokens; one that nobody knows where plain mode has none */
  readonly aesKeys: readonly [string, ...string[]];
  readonly mode: 'safe' | 'compat' | 'plain';
};

export type Config = ConfigFiles & {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly configDir: string;
  readonly mongoUri?: string;
  readonly account: AccountConfig;
  /** undefined: the simulator's, on the product's own port */
  readonly apiBase?: string;
  readonly simulator: boolean;
  readonly publicUrl?: string;
  readonly proxies: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly metricsToken?: string;
  readonly adminPassword?: string;
  /** what seals are made with, the current one first; none: a key that the store keeps */
  readonly sealKeys: readonly string[];
  /** where staff are paged besides the console */
  readonly webhook?: { readonly url: string; readonly form: WebhookForm; readonly secret: string | undefined };
};

/**
 * The product's whole configuration, checked and frozen.
 *
 * @returns every fault of the environment and of config/*.yaml together, so that one look mends all
 */
export async function loadConfig(raw: Environment = process.env): Promise<Result<Config, Fault[]>> {
  const env = readEnvironment(raw);
  const dir = env.ok ? env.value.CONFIG_DIR : (raw.CONFIG_DIR ?? './config');
  const files = await readConfigFiles(dir);
  if (!env.ok || !files.ok) return err([...(env.ok ? [] : env.error), ...(files.ok ? [] : files.error)]);
  return whole(env.value, files.value);
}

/** What can be judged only with both halves at hand. */
function whole(env: CheckedEnvironment, files: ConfigFiles): Result<Config, Fault[]> {
  const faults = sampleFaults(env, files);
  const webhook = webhookOf(env, files);
  if (!webhook.ok) return err([...faults, ...webhook.error]);
  return faults.length > 0 ? err(faults) : ok(deepFreeze({ ...join(env, files), ...webhook.value }));
}

function join(env: CheckedEnvironment, files: ConfigFiles): Config {
  const simulator = env.WECHAT_APPID === undefined;
  return {
    ...files,
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    configDir: env.CONFIG_DIR,
    account: accountOf(env),
    simulator,
    proxies: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
    sealKeys: [...given(env.SEAL_KEY), ...given(env.SEAL_KEY_PREVIOUS)],
    ...(!simulator && { apiBase: env.WECHAT_API_BASE }),
    ...(env.MONGODB_URI !== undefined && { mongoUri: env.MONGODB_URI }),
    ...(env.PUBLIC_URL !== undefined && { publicUrl: env.PUBLIC_URL.replace(/\/+$/, '') }),
    ...(env.METRICS_TOKEN !== undefined && { metricsToken: env.METRICS_TOKEN }),
    ...(env.ADMIN_PASSWORD !== undefined && { adminPassword: env.ADMIN_PASSWORD }),
  };
}

/** Pages name tickets and complaints: they are posted only where default.yaml allows it. */
function webhookOf(env: CheckedEnvironment, { behaviour }: ConfigFiles): Result<Pick<Config, 'webhook'>, Fault[]> {
  const { PAGE_WEBHOOK_URL: url, PAGE_WEBHOOK_SECRET: secret } = env;
  if (url === undefined) return ok({});
  const form = formOf(url, behaviour.paging.hosts);
  if (form) return ok({ webhook: { url, form, secret } });
  const problem = 'has to be an https address on a host that paging.hosts of default.yaml lists';
  return err([{ file: 'environment', at: 'PAGE_WEBHOOK_URL', problem }]);
}

function accountOf(env: CheckedEnvironment): AccountConfig {
  const { WECHAT_APPID: appId, WECHAT_APPSECRET: secret, WECHAT_TOKEN: token, WECHAT_MODE: mode } = env;
  if (appId === undefined || secret === undefined || token === undefined) return sampleAccount(mode);
  return {
    appId,
    secret,
    tokens: [token, ...given(env.WECHAT_TOKEN_PREVIOUS)],
    aesKeys: [env.WECHAT_AES_KEY ?? newAesKey(), ...given(env.WECHAT_AES_KEY_PREVIOUS)],
    mode,
  };
}

/** For the simulator: new secrets at each start, so that none of them is worth knowing. */
function sampleAccount(mode: AccountConfig['mode']): AccountConfig {
  return {
    appId: `wx${randomBytes(8).toString('hex')}`,
    secret: randomBytes(16).toString('hex'),
    tokens: [randomBytes(16).toString('hex')],
    aesKeys: [newAesKey()],
    mode,
  };
}

/** 43 of the digits that WeChat's keys have; as base64 they are 32 bytes. */
function newAesKey(): string {
  return randomBytes(32).toString('base64').slice(0, 43).replace(/[+/]/g, 'A');
}

function given(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}

/** A customer must never be told that an invented number is official: against the real API no sample may be left. */
function sampleFaults(env: CheckedEnvironment, { wallet, hours, registry }: ConfigFiles): Fault[] {
  const real = env.WECHAT_APPID !== undefined && !isLoopback(new URL(env.WECHAT_API_BASE).hostname);
  if (!real) return [];
  const problem = 'is still the sample: set your own value and remove the mark';
  return [
    ...wallet.samples.map((name) => ({ file: 'wallet.yaml', at: `facts.${name}`, problem })),
    ...(hours.sample ? [{ file: 'hours.yaml', at: 'sample', problem }] : []),
    ...registry.channels
      .filter(({ sample }) => sample === true)
      .map(({ kind, value }) => ({ file: 'registry.yaml', at: `channels: ${kind} ${value}`, problem })),
    ...(registry.certification?.sample === true ? [{ file: 'registry.yaml', at: 'certification', problem }] : []),
  ];
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
