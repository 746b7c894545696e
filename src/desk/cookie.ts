import type { Context } from 'koa';

/**
 * The cookie that the console's sign-in is kept by.
 *
 * @param options secure whether PUBLIC_URL is https. Only then: a browser drops a Secure cookie that comes by http, and
 *   nobody could try the desk on his own machine. Host-bound by its name where it is secure.
 */
export function createCookie(options: { readonly secure: boolean }) {
  const name = options.secure ? '__Host-desk' : 'desk';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${options.secure ? '; Secure' : ''}`;

  return {
    name,
    read: (ctx: Context): string | undefined => ctx.cookies.get(name),
    // Written by hand: koa refuses a Secure cookie on a connection that a proxy of ours has decrypted.
    write: (ctx: Context, value: string): void => ctx.append('Set-Cookie', `${name}=${value}; ${attributes}`),
    clear: (ctx: Context): void => ctx.append('Set-Cookie', `${name}=; Max-Age=0; ${attributes}`),
  };
}

export type Cookie = ReturnType<typeof createCookie>;
