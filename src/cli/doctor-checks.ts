import type { WechatClient } from '../wechat/client.ts';
import type { WechatError } from '../wechat/errors.ts';
import { menuChanges } from '../wechat/live-menu.ts';
import type { WechatMenu } from '../wechat/menu.ts';
import { sign } from '../wechat/signature.ts';
import type { TokenProvider } from '../wechat/token.ts';
import { request } from '../wechat/transport.ts';
import { abilities } from './abilities.ts';
import { errorLine } from './account.ts';

/** What one look found. `todo` says in words what to do about it. */
export type Finding = {
  readonly check: string;
  readonly state: 'good' | 'doubtful' | 'bad';
  readonly found: string;
  readonly todo?: string;
};

export type DoctorDeps = {
  readonly client: WechatClient;
  readonly tokens: TokenProvider;
  readonly apiBase: string;
  readonly planned: WechatMenu;
  /** pushes' signing token */
  readonly token: string;
  readonly publicUrl: string | undefined;
  readonly storeIsReady: () => Promise<boolean>;
  readonly now: () => Date;
};

const customSend = '/cgi-bin/message/custom/send';
const mostClockDriftMs = 60_000;

/** Everything that the product needs of the account, the network and the machine; nothing is changed. */
export async function examine(deps: DoctorDeps): Promise<Finding[]> {
  const account = await checkAccount(deps);
  const rest = [checkClock(deps), checkStore(deps), checkCallback(deps)];
  // Without a token each further call would only repeat why there is none.
  const calls = account.every(({ state }) => state === 'good') ? callsOf(deps) : [];
  return [...account, ...(await Promise.all([...rest, ...calls]))];
}

function callsOf(deps: DoctorDeps): Promise<Finding>[] {
  return [
    checkPermissions(deps),
    checkMenu(deps),
    checkQuota(deps),
    checkAddresses(deps),
    checkReachability(deps),
    checkReplies(deps),
  ];
}

/** appid, secret and the list of allowed addresses show all in whether WeChat gives a token. */
async function checkAccount({ tokens }: DoctorDeps): Promise<Finding[]> {
  const token = await tokens.current();
  if (token.ok) {
    return [
      { check: 'account', state: 'good', found: 'appid and secret are accepted' },
      { check: 'IP list', state: 'good', found: "this machine's address is on it" },
    ];
  }
  const found = errorLine(token.error);
  if (token.error.name === 'ip_refused') {
    const todo = 'Add the address that WeChat names to the IP list (公众平台 › 基本配置 › IP白名单).';
    return [
      { check: 'account', state: 'doubtful', found: 'not looked at: the address was refused first', todo },
      { check: 'IP list', state: 'bad', found, todo },
    ];
  }
  return [{ check: 'account', state: 'bad', found, todo: tokenTodo(token.error) }];
}

/** Why WeChat gave no token decides where to look: an answer that never came says nothing of the account. */
function tokenTodo({ class: kind, name }: WechatError): string {
  if (kind === 'network') {
    return 'Nothing is known of appid and secret yet: look at DNS, firewall and proxy on the way to api.weixin.qq.com.';
  }
  if (kind === 'backoff') return 'Wait a minute, and run it again.';
  return todosOfToken[name] ?? 'Compare WECHAT_APPID and WECHAT_APPSECRET with 公众平台 › 基本配置.';
}

const todosOfToken: Readonly<Record<string, string>> = {
  secret_frozen: 'Unfreeze the AppSecret: 公众平台 › 基本配置 › AppSecret › 解冻.',
  awaits_admin: "The account's administrator confirms it in WeChat; run it again after that, not before.",
  account_restricted: 'Read why in 公众平台 › 通知中心; nothing here can lift it.',
};

/** What the account may not do, and what customers and agents get instead. */
async function checkPermissions({ client }: DoctorDeps): Promise<Finding> {
  const check = 'permissions';
  const probed = await Promise.all(
    abilities.map(async (ability) => ({ ability, refused: !(await ability.probe(client)).ok })),
  );
  const missing = probed.filter(({ refused }) => refused).map(({ ability }) => ability);
  if (missing.length === 0) return { check, state: 'good', found: `all ${abilities.length} that the product uses` };
  const found = `missing: ${missing.map(({ name }) => name).join(', ')}`;
  const standIns = missing.map(({ name, standIn }) => `without ${name} ${standIn}`).join('; ');
  return { check, state: 'doubtful', found, todo: `See 公众平台 › 接口权限; ${standIns}.` };
}

async function checkMenu({ client, planned }: DoctorDeps): Promise<Finding> {
  const changes = await menuChanges(planned, client);
  if (!changes.ok) return refused('menu', changes.error, 'Custom menus need a verified account.');
  if (changes.value.length === 0) return { check: 'menu', state: 'good', found: 'the menu is as planned' };
  const found = `${changes.value.length} differences from config/menu.yaml`;
  return {
    check: 'menu',
    state: 'doubtful',
    found,
    todo: 'Look with `npm run menu -- plan`, then `npm run menu -- apply`.',
  };
}

async function checkQuota({ client }: DoctorDeps): Promise<Finding> {
  const quota = await client.quotaGet(customSend);
  if (!quota.ok) {
    const todo = 'Without customer-service messages agents answer only when the customer writes next.';
    return refused('messages', quota.error, todo);
  }
  const { remain, dailyLimit } = quota.value;
  const found = `${remain} of ${dailyLimit} customer-service messages left today`;
  if (remain > dailyLimit / 10) return { check: 'messages', state: 'good', found };
  return {
    check: 'messages',
    state: 'doubtful',
    found,
    todo: 'Find out what uses them up; the count starts anew at midnight.',
  };
}

async function checkAddresses({ client }: DoctorDeps): Promise<Finding> {
  const ips = await client.getCallbackIps();
  if (!ips.ok)
    return refused('push addresses', ips.error, 'Without the list pushes are told by their signature alone.');
  return { check: 'push addresses', state: 'good', found: `WeChat pushes from ${ips.value.length} addresses` };
}

/** WeChat's own look at our server, from its side. */
async function checkReachability({ client }: DoctorDeps): Promise<Finding> {
  const seen = await client.callbackCheck();
  const todo = 'Check that the server address in 公众平台 › 基本配置 resolves, and answers on port 80 or 443.';
  if (!seen.ok) return refused('reachability', seen.error, todo);
  const lossy = seen.value.ping.filter(({ package_loss: loss = '0%' }) => loss !== '0%');
  if (seen.value.dns.length === 0)
    return { check: 'reachability', state: 'bad', found: 'WeChat cannot resolve the server address', todo };
  const found = `WeChat resolves ${seen.value.dns.map(({ ip }) => ip).join(', ')}, ${lossy.length} of ${seen.value.ping.length} with losses`;
  return lossy.length === 0
    ? { check: 'reachability', state: 'good', found }
    : { check: 'reachability', state: 'doubtful', found, todo };
}

async function checkReplies({ client }: DoctorDeps): Promise<Finding> {
  const info = await client.getAutoreplyInfo();
  if (!info.ok) return refused('automatic replies', info.error, 'Look at them in the console.');
  const found = info.value.is_autoreply_open === 1 ? "the console's automatic replies are on" : 'none in the console';
  return { check: 'automatic replies', state: 'good', found };
}

/** Our own server, asked as WeChat asks it. */
async function checkCallback({ publicUrl, token, now }: DoctorDeps): Promise<Finding> {
  const check = 'server address';
  if (publicUrl === undefined) {
    return {
      check,
      state: 'doubtful',
      found: 'PUBLIC_URL is not set',
      todo: 'Set it to what customers and WeChat reach.',
    };
  }
  const [timestamp, nonce, echostr] = [String(Math.floor(now().getTime() / 1000)), 'doctor', '4375120948345356249'];
  const query = new URLSearchParams({ timestamp, nonce, echostr, signature: sign([token, timestamp, nonce]) });
  const answer = await get(`${publicUrl}/wechat?${query.toString()}`);
  if (answer.ok && answer.value.bytes.toString('utf8') === echostr) {
    return { check, state: 'good', found: `${publicUrl}/wechat answers as WeChat wants it` };
  }
  const found = `${publicUrl}/wechat ${answer.ok ? 'answers something else' : `does not answer: ${answer.error.name}`}`;
  return {
    check,
    state: 'bad',
    found,
    todo: 'Check that the product runs there with the same WECHAT_TOKEN, and the proxy before it.',
  };
}

/** Pushes signed more than five minutes from our time are refused: a wrong clock would refuse them all. */
async function checkClock({ apiBase, now }: DoctorDeps): Promise<Finding> {
  const answer = await get(`${apiBase}/cgi-bin/getcallbackip`);
  const theirs = answer.ok ? Date.parse(answer.value.date) : NaN;
  if (Number.isNaN(theirs))
    return { check: 'clock', state: 'doubtful', found: 'WeChat did not tell its time', todo: 'Check NTP.' };
  const driftMs = Math.abs(now().getTime() - theirs);
  const found = `${Math.round(driftMs / 1000)} s from WeChat's`;
  if (driftMs <= mostClockDriftMs) return { check: 'clock', state: 'good', found };
  return { check: 'clock', state: 'bad', found, todo: 'Set the clock (NTP): past 300 s every push is refused.' };
}

async function checkStore({ storeIsReady }: DoctorDeps): Promise<Finding> {
  return (await storeIsReady())
    ? { check: 'store', state: 'good', found: 'reads and writes' }
    : { check: 'store', state: 'bad', found: 'does not answer', todo: 'Check MONGODB_URI, or DATA_DIR and its disk.' };
}

function get(url: string): ReturnType<typeof request> {
  const signal = AbortSignal.timeout(4_000);
  return request({ method: 'GET', url, headers: {}, body: null, maxBytes: 64 * 1024, signal });
}

function refused(check: string, error: WechatError, todo: string): Finding {
  return { check, state: 'bad', found: errorLine(error), todo };
}
