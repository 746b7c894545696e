import { bodyParser } from '@koa/bodyparser';
import type { Context, Middleware } from 'koa';
import type { z } from 'zod';

/** Desk and pages write forms, not files. */
const bodyLimit = '64kb';
/** A picture, or a whole knowledge base as a file. */
const fileLimit = '3mb';

/** One fault of what was sent: where it stands (`body.text`) and which rule it broke. Never the value. */
export type Fault = { readonly at: string; readonly rule: string };

type Place = 'params' | 'query' | 'body';

/**
 * What was sent, checked and typed; a 400 with the list of faults where it breaks the schema (404 for an address).
 *
 * Give strict objects of strings: a name that is sent twice is an array and a `name[$gt]` another name, and both must
 * end here, not in a filter of the store.
 */
export function checked<T>(ctx: Context, schema: z.ZodType<T>, sent: { place: Place; value: unknown }): T {
  const result = schema.safeParse(sent.value);
  if (result.success) return result.data;
  // An address that cannot exist is not found; that it has a wrong form is nobody's business.
  if (sent.place === 'params') ctx.throw(404, 'not_found');
  const faults: Fault[] = result.error.issues.slice(0, 20).map((issue) => ({
    at: [sent.place, ...issue.path.map((part) => String(part).slice(0, 64))].join('.'),
    rule: issue.code,
  }));
  ctx.throw(400, 'bad_request', { details: { faults } });
}

/**
 * Reads a JSON body of up to 64 KiB into `ctx.request.body`; forms and everything else are left unread.
 *
 * @param files paths that take up to 3 MB
 */
export function createJsonBody(files: readonly (string | RegExp)[] = []): Middleware {
  const [form, file] = [bodyReader(bodyLimit), bodyReader(fileLimit)];
  const isFile = (path: string) => files.some((one) => (typeof one === 'string' ? one === path : one.test(path)));
  return async (ctx, next) => {
    await (isFile(ctx.path) ? file : form)(ctx, next);
  };
}

function bodyReader(jsonLimit: string): Middleware {
  return bodyParser({
    enableTypes: ['json'],
    jsonLimit,
    jsonStrict: true,
    parsedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
    onError: (error, ctx) => {
      ctx.throw(error.name === 'PayloadTooLargeError' ? 413 : 400, { cause: error });
    },
  });
}
