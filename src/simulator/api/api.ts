import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import type { Clock } from '../../lib/clock.ts';
import type { Fault, Faults } from '../faults.ts';
import { readBody } from '../read-body.ts';
import type { Tokens } from '../tokens.ts';
import { refuse, type Answer, type Call, type Endpoint, type Endpoints, type Fields, type Refusal } from './call.ts';
import type { CallLedger } from './ledger.ts';

const maxUploadBytes = 11 * 1024 * 1024;
const maxJsonBytes = 256 * 1024;

export type ApiDeps = {
  readonly endpoints: Endpoints;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly ledger: CallLedger;
  readonly clock: Clock;
};

/** The imitated API, under a prefix such as `/simulator/wechat`. */
export function createApi({ endpoints, tokens, faults, ledger, clock }: ApiDeps) {
  const hanging = new Set<IncomingMessage>();

  function answerUnder(prefix: string): Middleware {
    return async (ctx) => {
      const path = ctx.path.slice(prefix.length);
      const fault = faults.take(path);
      if (fault && failEarly(ctx, fault)) return;

      const startedAt = clock();
      const call = await readCall(ctx, path);
      const answer = fault?.kind === 'error' ? refuse(fault.errcode, fault.errmsg) : await answerTo(call, ctx.method);
      if (fault?.kind === 'lost') cut(ctx);
      else send(ctx, answer, { call, startedAt });
    };
  }

  /** @returns true where the call ends before anything is done */
  function failEarly(ctx: Context, fault: Fault): boolean {
    if (fault.kind === 'hang') hang(ctx);
    else if (fault.kind === 'reset') cut(ctx);
    else if (fault.kind === 'page') showGatewayPage(ctx, fault.status);
    return ['hang', 'reset', 'page'].includes(fault.kind);
  }

  async function readCall(ctx: Context, path: string): Promise<Call> {
    const upload = endpoints[path]?.takes === 'upload';
    const body = await readBody(ctx.req, upload ? maxUploadBytes : maxJsonBytes);
    const raw = body.ok ? body.value : Buffer.alloc(0);
    const query = new URLSearchParams(ctx.querystring);
    return { path, query, raw, body: upload ? {} : parseJson(raw), contentType: ctx.get('content-type') };
  }

  async function answerTo(call: Call, method: string): Promise<Answer> {
    const endpoint = Object.hasOwn(endpoints, call.path) ? endpoints[call.path] : undefined;
    if (!endpoint) return refuse(40066, 'invalid url');
    if (method !== endpoint.method) {
      return endpoint.method === 'GET' ? refuse(43001, 'require GET method') : refuse(43002, 'require POST method');
    }
    return (
      tokenFault(call, endpoint) ?? limitFault(call, endpoint) ?? jsonFault(call, endpoint) ?? endpoint.answer(call)
    );
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

  function send(ctx: Context, answer: Answer, { call, startedAt }: { call: Call; startedAt: Date }): void {
    ctx.set('Cache-Control', 'no-store');
    if ('file' in answer && isFile(answer)) {
      const { id, format, bytes } = answer.file;
      ctx.type = format;
      ctx.attachment(`${id}.${format.split('/')[1] ?? ''}`);
      ctx.body = bytes;
      return;
    }
    ctx.type = 'application/json';
    ctx.body = JSON.stringify(withRid(answer, (body) => ledger.note(logged(ctx, { call, startedAt }, body))));
  }

  function logged(ctx: Context, { call, startedAt }: { call: Call; startedAt: Date }, body: string) {
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

function isFile(answer: Answer): answer is Extract<Answer, { file: unknown }> & { file: { bytes: Buffer } } {
  return Buffer.isBuffer((answer as { file?: { bytes?: unknown } }).file?.bytes);
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
