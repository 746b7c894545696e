import type { Context } from 'koa';
import type { IdentityRefusal } from '../domain/desk-identity.ts';

/** Says no in one way for every route of identity. */
export function refuseIdentity(ctx: Context, refusal: IdentityRefusal): never {
  switch (refusal.kind) {
    case 'not_found':
      return ctx.throw(404, 'not_found');
    case 'no_word':
      return ctx.throw(404, 'no_word');
    case 'blocked':
      return ctx.throw(422, 'reply_blocked', {
        facts: { reason: refusal.reason },
        details: { rule: refusal.code, reason: refusal.reason },
      });
    case 'official':
      return ctx.throw(422, 'is_official');
    case 'unreadable':
      return ctx.throw(422, 'no_indicator');
  }
}
