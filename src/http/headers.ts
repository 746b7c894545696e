import type { Middleware } from 'koa';

/** What the console and the API may load: their own files, and nothing inline. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // Vue asks for a policy of its own by this name; nobody else may make one.
  'trusted-types vue',
].join('; ');

const always = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

/**
 * Security headers on every answer, refusals included. A page with other needs (one that may be cached) sets its own
 * afterwards.
 *
 * @param options https whether PUBLIC_URL is https: only then may a browser be told to insist on it
 * @param options machines paths that no browser has business with: their answers say how they may not be read, no more
 */
export function createHeaders(options: {
  readonly https: boolean;
  readonly machines?: ReadonlySet<string>;
}): Middleware {
  const headers = options.https
    ? { ...always, 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }
    : always;
  return (ctx, next) => {
    // Past Koa's `set`, which makes lists of a single header: WeChat's pushes come this way.
    if (options.machines?.has(ctx.path) === true) ctx.res.setHeader('X-Content-Type-Options', 'nosniff');
    else ctx.set(headers);
    return next();
  };
}
