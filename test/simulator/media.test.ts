import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createMediaBox } from '../../src/simulator/state/media-box.ts';
import { sampleMedia } from '../../src/simulator/phone/sample-media.ts';
import { textAt } from '../../src/simulator/wire/xml.ts';
import { apiClient, type ApiClient, type Said } from './support/api-client.ts';
import { movableClock } from './support/clock.ts';
import { silent, startSimulator, type Started } from './support/echo-product.ts';

let started: Started;
let client: ApiClient;
beforeEach(async () => {
  started = await startSimulator(silent);
  client = await apiClient(started.api);
});
afterEach(() => started.stop());

async function upload(type: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Said> {
  const form = new FormData();
  form.set('media', new Blob([bytes]), name);
  return (await (
    await fetch(client.address('/cgi-bin/media/upload', { type }), { method: 'POST', body: form })
  ).json()) as Said;
}

const picture = new Uint8Array(sampleMedia.image.bytes);

describe('media of the account', () => {
  it('is uploaded, sent, and shown on the phone', async () => {
    await started.simulator.pushes.text('o1', '你好');
    const { media_id } = await upload('image', 'a.png', picture);

    const body = { touser: 'o1', msgtype: 'image', image: { media_id } };
    expect((await client.post('/cgi-bin/message/custom/send', body)).errcode).toBe(0);

    expect(started.simulator.sentTo('o1')[0]?.content).toEqual({ kind: 'image', mediaId: media_id });
    const shown = await fetch(`${started.origin}/simulator/media/${String(media_id)}`);
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(picture);
  });

  it.each<[string, [type: string, name: string, length: number, code: number]]>([
    ['a type that there is not', ['document', 'a.png', 10, 40004]],
    ['a format that is not taken', ['image', 'a.bmp', 10, 40005]],
    ['a picture as a voice', ['voice', 'a.png', 10, 40005]],
    ['no bytes', ['image', 'a.png', 0, 44001]],
    ['a thumbnail of more than 64 KiB', ['thumb', 'a.jpg', 65_537, 40006]],
    ['a voice of more than 2 MiB', ['voice', 'a.amr', 2_097_153, 40006]],
  ])('is refused with %s', async (_, [type, name, length, code]) => {
    expect((await upload(type, name, new Uint8Array(length))).errcode).toBe(code);
  });

  it('is refused without a file', async () => {
    const answer = await fetch(client.address('/cgi-bin/media/upload', { type: 'image' }), {
      method: 'POST',
      body: 'x',
    });

    expect(await answer.json()).toMatchObject({ errcode: 41005 });
  });
});

describe('media of a customer', () => {
  it.each<[string, 'image' | 'voice']>([
    ['a picture', 'image'],
    ['a voice', 'voice'],
  ])('is fetched as a file when it is %s', async (_, kind) => {
    await started.simulator.pushes[kind]('o1');
    const media_id = textAt(started.pushes[0]?.plain, 'MediaId');

    const answer = await fetch(client.address('/cgi-bin/media/get', { media_id }));

    expect(answer.headers.get('content-type')).toBe(sampleMedia[kind].format);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="sample_/);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(sampleMedia[kind].bytes);
  });

  it('is fetched by an address when it is a video', async () => {
    await started.simulator.pushes.video('o1');
    const media_id = textAt(started.pushes[0]?.plain, 'MediaId');

    const { video_url } = await client.get('/cgi-bin/media/get', { media_id });

    const answer = await fetch(String(video_url));
    expect(answer.headers.get('content-type')).toBe('video/mp4');
  });

  it('is told to be unknown by JSON, not by a status', async () => {
    expect((await client.get('/cgi-bin/media/get', { media_id: 'M' })).errcode).toBe(40007);
  });
});

describe('the box of media', () => {
  it('keeps each for three days', () => {
    const { clock, pass } = movableClock();
    const box = createMediaBox(clock);
    const { id } = box.add('image', 'image/png', Buffer.from('a'));

    pass(3 * 24 * 3_600_000 - 1);
    expect(box.get(id)).toBeDefined();
    pass(1);
    expect(box.get(id)).toBeUndefined();
  });

  it('drops the oldest when it is full', () => {
    const box = createMediaBox(movableClock().clock);
    const ids = Array.from({ length: 7 }, () => box.add('video', 'video/mp4', Buffer.alloc(10 * 1024 * 1024)).id);

    expect(ids.map((id) => box.get(id) !== undefined)).toEqual([false, true, true, true, true, true, true]);
  });
});
