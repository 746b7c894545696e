import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import type { Clock } from '../../lib/clock.ts';
import type { Fault, Faults } from '../faults.ts';
import { readBody } from '../read-body.ts';
import type { Media } from '../state/media-box.ts';
import type { Tokens } from '../state/tokens.ts';
import { refuse, type Call, type Endpoint, type Endpoints, type Fields, type Refusal } from './call.ts';
import type { CallLedger, LoggedCall } from './ledger.ts';

const maxUploadBytes = 11 * 1024 * 1024;
const maxJsonBytes = 256 * 1024;

export type ApiDeps = {
  readonly endpoints: Endpoints;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly ledger: CallLedger;
  readonly clock: Clock;
};

type Asked = { readonly call: Call; readonly startedAt: Date };

/** The imitated API, under a prefix such as `/simulator/wechat`. */
export function createApi({ endpoints, tokens, faults, ledger, clock }: ApiDeps) {
  const hanging = new Set<IncomingMessage>();

  function answerUnder(prefix: string): Middleware {
    return async (ctx) => {
      const path = ctx.path.slice(prefix.length);
      const fault = faults.take(path);
      if (fault && failEarly(ctx, fault)) return;
      const asked = await readCall(ctx, path);
      if (!asked) showGatewayPage(ctx, 413);
      else if (fault?.kind === 'error') sendJson(ctx, asked, refuse(fault.errcode, fault.errmsg));
      else await answer(ctx, asked);
      if (fault?.kind === 'lost') cut(ctx);
    };
  }

  async function answer(ctx: Context, asked: Asked): Promise<void> {
    const { call } = asked;
    const endpoint = endpointOf(call.path);
    const refusal = endpoint ? refusalOf(call, ctx.method, endpoint) : refuse(40066, 'invalid url');
    const file = refusal ? undefined : endpoint?.file?.(call);
    if (file) sendFile(ctx, file);
    else sendJson(ctx, asked, refusal ?? (await endpoint?.answer(call)) ?? {});
  }

  function endpointOf(path: string): Endpoint | undefined {
    return Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
  }

  /** @returns true where the call ends before anything is done */
  function failEarly(ctx: Context, fault: Fault): boolean {
    if (fault.kind === 'hang') hang(ctx);
    else if (fault.kind === 'reset') cut(ctx);
    else if (fault.kind === 'page') showGatewayPage(ctx, fault.status);
    return ['hang', 'reset', 'page'].includes(fault.kind);
  }

  /** @returns undefined for a body that is too long */
  async function readCall(ctx: Context, path: string): Promise<Asked | undefined> {
    const startedAt = clock();
    const upload = endpointOf(path)?.takes === 'upload';
    const body = await readBody(ctx.req, upload ? maxUploadBytes : maxJsonBytes);
    if (!body.ok) return undefined;
    const query = new URLSearchParams(ctx.querystring);
    const fields = upload ? {} : parseJson(body.value);
    const call = { path, query, raw: body.value, body: fields, contentType: ctx.get('content-type') };
    return { call, startedAt };
  }

  function refusalOf(call: Call, method: string, endpoint: Endpoint): Refusal | undefined {
    if (method !== endpoint.method) {
      return endpoint.method === 'GET' ? refuse(43001, 'require GET method') : refuse(43002, 'require POST method');
    }
    return tokenFault(call, endpoint) ?? limitFault(call, endpoint) ?? jsonFault(call, endpoint);
  }

  function tokenFault({ query }: Call, { proof }: Endpoint): Refusal | undefined {
    if (proof === 'secret') return undefined;
    const token = query.get('access_token') ?? '';
    if (token === '') return refuse(41001, 'access_token missing');
    const state = tokens.stateOf(token);
    if (state === 'expired') return refuse(42001, 'access_token expired');
    return state === 'valid' ? undefined : refuse(40001, 'invalid credential, access_token is invalid or not latest');
  }

  function limitFault({ path }: Call, { daily }: Endpoint): Refusal | undefined {
    return ledger.count(path) > (daily ?? Number.POSITIVE_INFINITY)
      ? refuse(45009, 'reach max api daily quota limit')
      : undefined;
  }

  function sendJson(ctx: Context, asked: Asked, fields: Fields): void {
    ctx.set('Cache-Control', 'no-store');
    ctx.type = 'application/json';
    ctx.body = JSON.stringify(withRid(fields, (body) => ledger.note(logged(ctx, asked, body))));
  }

  function logged(ctx: Context, { call, startedAt }: Asked, body: string): LoggedCall {
    return {
      invoke_time: Math.floor(startedAt.getTime() / 1000),
      cost_in_ms: clock().getTime() - startedAt.getTime(),
      // The token is a secret, in a look-up too.
      request_url: call.path,
      request_body: call.contentType.includes('json') ? call.raw.toString('utf8') : '',
      response_body: body,
      client_ip: ctx.ip,
    };
  }

  function hang(ctx: Context): void {
    ctx.respond = false;
    hanging.add(ctx.req);
    ctx.req.once('close', () => hanging.delete(ctx.req));
  }

  /** Ends the calls that are left without an answer. */
  function close(): void {
    for (const incoming of hanging) incoming.destroy();
  }

  return { answerUnder, close };
}
export type Api = ReturnType<typeof createApi>;

function cut(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.resetAndDestroy();
}

function showGatewayPage(ctx: Context, status: number): void {
  ctx.status = status;
  ctx.type = 'text/html';
  ctx.body = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`;
}

function sendFile(ctx: Context, { id, format, bytes }: Media): void {
  ctx.type = format;
  ctx.attachment(`${id}.${format.split('/')[1] ?? ''}`);
  ctx.body = bytes;
}

function parseJson(raw: Buffer): Fields {
  try {
    const parsed: unknown = JSON.parse(raw.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : {};
  } catch {
    return {};
  }
}

function jsonFault({ raw, body }: Call, { method, takes }: Endpoint): Refusal | undefined {
  if (method === 'GET' || takes === 'upload') return undefined;
  if (raw.length === 0) return refuse(44002, 'empty post data');
  return Object.keys(body).length === 0 ? refuse(47001, 'data format error') : undefined;
}

/** Every refusal's message ends with the name under which openapi/rid/get knows the call. */
function withRid(answer: Fields, note: (body: string) => string): Fields {
  const { errcode, errmsg } = answer;
  if (typeof errcode !== 'number' || typeof errmsg !== 'string' || errcode === 0) return answer;
  return { ...answer, errmsg: `${errmsg} rid: ${note(JSON.stringify(answer))}` };
}
