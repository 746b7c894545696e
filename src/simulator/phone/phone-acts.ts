import { z } from 'zod';
import type { Judged } from '../wire/delivery.ts';
import type { Phone } from './phone.ts';

/** What the phone page and scripts may ask of a customer's phone. */
export const phoneAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('say'), text: z.string().min(1).max(5000), menuId: z.string().max(128).optional() }),
  z.object({ act: z.literal('tap'), button: z.string().min(1).max(300) }),
  z.object({ act: z.literal('follow'), ticket: z.string().max(300).optional() }),
  z.object({ act: z.literal('unfollow') }),
  z.object({ act: z.literal('scan'), ticket: z.string().min(1).max(300) }),
  z.object({ act: z.literal('voice') }),
  z.object({ act: z.literal('video') }),
  z.object({
    act: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    label: z.string().max(200),
  }),
  z.object({
    act: z.literal('link'),
    title: z.string().max(200),
    description: z.string().max(500),
    url: z.url(),
  }),
]);
export type PhoneAct = z.infer<typeof phoneAct>;

type Doers = {
  readonly [Name in PhoneAct['act']]: (
    openId: string,
    act: Extract<PhoneAct, { act: Name }>,
  ) => Promise<Judged | undefined>;
};

/** @returns what became of the push; undefined where nothing was pushed */
export function doAct(phone: Phone, openId: string, act: PhoneAct): Promise<Judged | undefined> {
  const doers: Doers = {
    say: (id, { text, menuId }) => phone.text(id, text, menuId),
    tap: (id, { button }) => phone.tap(id, button),
    follow: (id, { ticket }) => phone.follow(id, ticket),
    unfollow: (id) => phone.unfollow(id),
    scan: (id, { ticket }) => phone.scan(id, ticket),
    voice: (id) => phone.voice(id),
    video: (id) => phone.video(id),
    location: (id, place) => phone.location(id, place),
    link: (id, target) => phone.link(id, target),
  };
  return (doers[act.act] as (id: string, one: PhoneAct) => Promise<Judged | undefined>)(openId, act);
}
