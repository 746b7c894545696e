import type { EventStreams } from './event-streams.ts';
import { route, type Route } from './route.ts';

/** A position as the feed gives it out (`chain:seq`); anything else was not written by us and is passed over. */
const position = /^[\w.:-]{1,120}$/;

/** The live events of the console. */
export function createEventRoutes(deps: { readonly streams: EventStreams }): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/api/desk/events', policy: 'signed_in' },
      summary: 'Live events (text/event-stream): `id`, `event`, `data:{number, epoch}`; goes on after Last-Event-ID.',
      answers: { 200: undefined },
      handle({ by, ctx }) {
        const last = ctx.get('Last-Event-ID');
        ctx.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
        const account = by.agent.id;
        const stream = deps.streams.open({ account, session: by.session }, position.test(last) ? last : undefined);
        return Promise.resolve({ stream });
      },
    }),
  ];
}
