import { z } from 'zod';

/** WeChat's answers, as far as they are used. Fields that it leaves out for some accounts are optional. */

/** Nothing but a plain 0 means done: an empty object, as proxies give, does not. */
export const Done = z.object({ errcode: z.literal(0) }).transform(() => undefined);

/** As it is: what is saved for going back, or only shown. */
export const Anything = z.record(z.string(), z.unknown());

export const MenuAnswer = z.object({ menu: z.object({ button: z.array(z.unknown()) }) });

export const IpList = z.object({ ip_list: z.array(z.string()) });

/** Thumbnails have a name of their own for the same thing. */
export const Uploaded = z
  .union([z.object({ media_id: z.string().min(1) }), z.object({ thumb_media_id: z.string().min(1) })])
  .transform((answer) => ('media_id' in answer ? answer.media_id : answer.thumb_media_id));

export const QrCode = z.object({ ticket: z.string(), url: z.string(), expire_seconds: z.number().optional() });

export const UserInfo = z.object({
  subscribe: z.number(),
  openid: z.string(),
  unionid: z.string().optional(),
  subscribe_time: z.number().optional(),
  subscribe_scene: z.string().optional(),
  qr_scene_str: z.string().optional(),
});

export const Quota = z.object({
  quota: z.object({ daily_limit: z.number(), used: z.number(), remain: z.number() }),
});

export const CallbackCheck = z.object({
  dns: z.array(z.object({ ip: z.string(), real_operator: z.string().optional() })).default([]),
  ping: z
    .array(z.object({ ip: z.string(), package_loss: z.string().optional(), time: z.string().optional() }))
    .default([]),
});

/** A file, or where WeChat keeps a video. */
export const MediaAnswer = z.union([
  z.object({ bytes: z.instanceof(Buffer), contentType: z.string(), disposition: z.string() }),
  z.object({ video_url: z.url() }),
]);
