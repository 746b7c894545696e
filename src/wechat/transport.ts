import { err, ok, type Result } from '../lib/result.ts';

/** Why no answer came that counts. */
export type NetworkFault = {
  readonly name: 'timeout' | 'unreachable' | 'interrupted' | 'bad_status' | 'redirected' | 'too_big' | 'bad_answer';
  /** the call may have been carried out: false only where no connection came about */
  readonly ambiguous: boolean;
  readonly status?: number;
};

export type Call = {
  readonly method: 'GET' | 'POST';
  /** with its query: it holds the token, and never gets into a fault */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData | null;
  /** longest answer taken, in bytes after decompression */
  readonly maxBytes: number;
  /** ends the call, its body included, at whatever point it is */
  readonly signal: AbortSignal;
};

export type Answer = {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Content-Disposition, which names a file; '' where there is none */
  readonly disposition: string;
  /** the other side's clock, as HTTP writes it; '' where it does not say */
  readonly date: string;
};

/** What the network says when nothing was sent yet (Node's and undici's codes). */
const unsent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * One HTTP call that always settles by its deadline, takes nothing but a 2xx answer of bounded length, follows no
 * redirect, and tells no address, header or body in its faults.
 */
export async function request(call: Call): Promise<Result<Answer, NetworkFault>> {
  try {
    const { url, method, headers, body, signal } = call;
    const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
    const refused = statusFault(response.status);
    if (refused !== undefined) {
      await response.body?.cancel();
      return err(refused);
    }
    return await readAnswer(response, call.maxBytes);
  } catch (error) {
    // fetch rejects for many reasons with errors that quote the address: only the kind of it leaves here.
    return err(faultOf(error, call.signal));
  }
}

function statusFault(status: number): NetworkFault | undefined {
  if (status >= 200 && status < 300) return undefined;
  return { name: status >= 300 && status < 400 ? 'redirected' : 'bad_status', ambiguous: true, status };
}

async function readAnswer(response: Response, maxBytes: number): Promise<Result<Answer, NetworkFault>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop cancels the rest of the body.
    if (length > maxBytes) return err({ name: 'too_big', ambiguous: true, status: response.status });
    chunks.push(chunk);
  }
  const header = (name: string) => response.headers.get(name) ?? '';
  return ok({
    bytes: Buffer.concat(chunks),
    contentType: header('content-type'),
    disposition: header('content-disposition'),
    date: header('date'),
  });
}

function faultOf(error: unknown, signal: AbortSignal): NetworkFault {
  if (signal.aborted) return { name: 'timeout', ambiguous: true };
  const code = codeOf(error);
  if (unsent.has(code) || code.startsWith('CERT_') || code.startsWith('ERR_TLS') || code.includes('SELF_SIGNED')) {
    return { name: 'unreachable', ambiguous: false };
  }
  return { name: 'interrupted', ambiguous: true };
}

/** fetch hides the reason in a chain of causes. */
function codeOf(error: unknown): string {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = 'cause' in cause ? cause.cause : null) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return '';
}
