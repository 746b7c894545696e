import { afterAll, describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import QRCode from 'qrcode';
import { createPictureReader } from '../../src/identity/picture-reader.ts';

describe('the reader of pictures', () => {
  const reader = createPictureReader();
  afterAll(() => reader.close());

  it('looks at one picture after the other, also after one that is none', async () => {
    const pictures = [await QRCode.toBuffer('first'), Buffer.from('no picture'), await QRCode.toBuffer('third')];
    const seen = await Promise.all(pictures.map((picture) => reader.read(picture)));

    expect(seen.map(({ code }) => code)).toEqual(['first', undefined, 'third']);
    expect(seen.map(({ preview }) => preview !== undefined)).toEqual([true, false, true]);
  });

  it('makes a preview of a few points, from which no code is read any more', async () => {
    const { preview } = await reader.read(await QRCode.toBuffer('https://wallet-help.example', { scale: 12 }));
    const small = PNG.sync.read(Buffer.from(preview ?? []));

    expect([small.width, small.height]).toEqual([20, 20]);
    expect((await reader.read(preview ?? new Uint8Array())).code).toBeUndefined();
  });
});
