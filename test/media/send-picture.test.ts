import { describe, expect, it } from '@jest/globals';
import { toCustomerId, toOpenId, type OpenId } from '../../src/domain/ids.ts';
import type { Media } from '../../src/domain/media.ts';
import { err, ok, type Result } from '../../src/lib/result.ts';
import { createSendPicture } from '../../src/media/send-picture.ts';

const openId = toOpenId('oSample') ?? ('' as OpenId);
const at = new Date('2026-11-22T04:00:00Z');
const hour = 3_600_000;

/** WeChat as far as files go: it knows what was uploaded in the last three days. */
function world() {
  let now = at;
  let uploaded: { mediaId: string; until: Date } | undefined;
  let known: string | undefined;
  const uploads: string[] = [];
  const sent: string[] = [];
  const record = { id: 'p', customer: toCustomerId('c'), contentType: 'image/png' } as Media;
  const send = createSendPicture<string>({
    store: {
      find: () => Promise.resolve(record),
      read: () => Promise.resolve(Buffer.from('png')),
      uploadedAs: () => Promise.resolve(uploaded && uploaded.until > now ? uploaded.mediaId : undefined),
      setUploaded: (_, next) => Promise.resolve(void (uploaded = next)),
    },
    upload() {
      known = `file-${uploads.length + 1}`;
      uploads.push(known);
      return Promise.resolve(ok({ mediaId: known }));
    },
    send(_, mediaId): Promise<Result<unknown, string>> {
      if (mediaId !== known) return Promise.resolve(err('expired'));
      sent.push(mediaId);
      return Promise.resolve(ok(undefined));
    },
    hasExpired: (fault) => fault === 'expired',
    missing: 'missing',
    clock: () => now,
  });
  return {
    ...{ uploads, sent },
    send: () => send(openId, 'p'),
    pass: (ms: number) => (now = new Date(now.getTime() + ms)),
    forget: () => (known = undefined),
  };
}

describe("an agent's picture", () => {
  it('is uploaded once for all the times that it is sent within three days', async () => {
    const { send, uploads, sent, pass } = world();

    await send();
    pass(70 * hour);
    await send();

    expect([uploads, sent]).toEqual([['file-1'], ['file-1', 'file-1']]);
  });

  it('is uploaded again after three days', async () => {
    const { send, uploads, pass } = world();
    await send();

    pass(72 * hour);
    await send();

    expect(uploads).toEqual(['file-1', 'file-2']);
  });

  it('is uploaded again when WeChat has forgotten it sooner', async () => {
    const { send, uploads, sent, forget } = world();
    await send();

    forget();
    expect((await send()).ok).toBe(true);

    expect([uploads, sent]).toEqual([
      ['file-1', 'file-2'],
      ['file-1', 'file-2'],
    ]);
  });
});
