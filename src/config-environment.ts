import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Fault } from './lib/fault.ts';
import { isLoopback } from './lib/loopback.ts';
import { err, ok, type Result } from './lib/result.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Each may also come as NAME_FILE: the path of a file that holds it. */
const secretNames = [
  'WECHAT_APPSECRET',
  'WECHAT_TOKEN',
  'WECHAT_TOKEN_PREVIOUS',
  'WECHAT_AES_KEY',
  'WECHAT_AES_KEY_PREVIOUS',
  'MONGODB_URI',
  'METRICS_TOKEN',
  'ADMIN_PASSWORD',
  'SEAL_KEY',
  'SEAL_KEY_PREVIOUS',
  'PAGE_WEBHOOK_URL',
  'PAGE_WEBHOOK_SECRET',
] as const;

const placeholder = /^(changeme|change-me|placeholder|secret|todo|x+|your[-_ ].*|<.*>)$/i;

const Secret = z
  .string()
  .min(1, 'is empty')
  .refine((value) => !placeholder.test(value), 'is a placeholder');

const Token = Secret.regex(/^[A-Za-z0-9]{3,32}$/, 'has to be 3 to 32 letters and digits');
const AesKey = Secret.regex(/^[A-Za-z0-9]{43}$/, 'has to be 43 letters and digits');
const SealKey = Secret.min(32, 'has to have 32 characters at least');
const HttpUrl = z.url({ protocol: /^https?$/, error: 'has to be an http or https address' });

export const Environment = z.object({
  PORT: z.coerce.number('has to be a port number').int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  CONFIG_DIR: z.string().min(1).default('./config'),
  MONGODB_URI: Secret.regex(/^mongodb(\+srv)?:\/\//, 'has to begin with mongodb:// or mongodb+srv://').optional(),
  WECHAT_APPID: Secret.optional(),
  WECHAT_APPSECRET: Secret.optional(),
  WECHAT_TOKEN: Token.optional(),
  WECHAT_TOKEN_PREVIOUS: Token.optional(),
  WECHAT_AES_KEY: AesKey.optional(),
  WECHAT_AES_KEY_PREVIOUS: AesKey.optional(),
  WECHAT_MODE: z.enum(['safe', 'compat', 'plain'], 'has to be safe, compat or plain').default('safe'),
  WECHAT_API_BASE: HttpUrl.default('https://api.weixin.qq.com'),
  PUBLIC_URL: HttpUrl.optional(),
  TRUST_PROXY: z.coerce.number('has to be the number of proxies in front').int().min(0).max(10).default(0),
  SIMULATOR: z.enum(['on', 'off'], 'has to be on or off').optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'has to be debug, info, warn or error').default('info'),
  METRICS_TOKEN: Secret.optional(),
  ADMIN_PASSWORD: Secret.optional(),
  SEAL_KEY: SealKey.optional(),
  SEAL_KEY_PREVIOUS: SealKey.optional(),
  PAGE_WEBHOOK_URL: HttpUrl.optional(),
  PAGE_WEBHOOK_SECRET: Secret.optional(),
});

export type CheckedEnvironment = z.infer<typeof Environment>;

/** The environment, checked. An empty value counts as not given; every fault is told by its name, never by its value. */
export function readEnvironment(raw: Environment): Result<CheckedEnvironment, Fault[]> {
  const { values, faults } = withFiles(raw);
  const parsed = Environment.safeParse(values);
  const all = [
    ...faults,
    ...(parsed.error?.issues ?? []).map((issue) => fault(issue.path.join('.'), issue.message)),
    ...(parsed.success ? accountFaults(parsed.data) : []),
  ];
  return parsed.success && all.length === 0 ? ok(parsed.data) : err(all);
}

function fault(at: string, problem: string): Fault {
  return { file: 'environment', at, problem };
}

function withFiles(raw: Environment): { values: Environment; faults: Fault[] } {
  const faults: Fault[] = [];
  const values = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== ''));
  for (const name of secretNames) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) faults.push(fault(name, `is given twice, by ${name} and ${name}_FILE`));
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch {
      // The path may itself tell something: only the name is repeated.
      faults.push(fault(`${name}_FILE`, 'cannot be read'));
    }
  }
  return { values, faults };
}

/** What belongs together: an account is whole or absent, and the simulator stands in only where there is none. */
function accountFaults(env: CheckedEnvironment): Fault[] {
  const parts = ['WECHAT_APPID', 'WECHAT_APPSECRET', 'WECHAT_TOKEN', 'WECHAT_AES_KEY'] as const;
  const given = parts.filter((name) => env[name] !== undefined);
  if (given.length === 0) {
    if (env.SIMULATOR === 'off') return [fault('WECHAT_APPID', 'is missing: SIMULATOR=off needs a WeChat account')];
    if (env.SIMULATOR === 'on' || isLoopback(env.HOST)) return [];
    return [
      fault('WECHAT_APPID', `is missing: others reach ${env.HOST}, so the simulator runs only with SIMULATOR=on`),
    ];
  }
  const needed = parts.filter((name) => name !== 'WECHAT_AES_KEY' || env.WECHAT_MODE !== 'plain');
  const missing = needed.filter((name) => env[name] === undefined).map((name) => fault(name, 'is missing'));
  const both = env.SIMULATOR === 'on' ? [fault('SIMULATOR', 'cannot be on while a WeChat account is configured')] : [];
  return [...missing, ...both];
}
