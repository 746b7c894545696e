import type { Context } from 'koa';

export type Locale = 'zh' | 'en';

/** The reader's language by Accept-Language; Chinese for everybody who asks for neither. */
export function localeOf(ctx: Pick<Context, 'acceptsLanguages'>): Locale {
  return ctx.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';
}
