import { describe, expect, it } from '@jest/globals';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import qrcode from 'qrcode';
import { readQr } from '../../src/identity/read-qr.ts';
import { decodePicture } from '../../src/lib/decode-picture.ts';

const target = 'https://wallet-help.example/pay?id=1';

async function png(): Promise<Buffer> {
  return qrcode.toBuffer(target, { scale: 6 });
}

async function jpg(): Promise<Buffer> {
  const { data, width, height } = PNG.sync.read(await png());
  return jpeg.encode({ data, width, height }, 80).data;
}

function codeIn(file: Buffer): string | undefined {
  const picture = decodePicture(file);
  if (!picture.ok) throw new Error(picture.error);
  return readQr(picture.value);
}

describe('the QR code in a picture', () => {
  it('is read from PNG and JPEG', async () => {
    expect(codeIn(await png())).toBe(target);
    expect(codeIn(await jpg())).toBe(target);
  });

  it('is none where there is none', () => {
    const blank = new PNG({ width: 64, height: 64, fill: true });

    expect(codeIn(PNG.sync.write(blank))).toBeUndefined();
  });
});

describe('a picture', () => {
  it('is not unpacked from what is no picture, or a broken one', async () => {
    const whole = await png();

    expect(decodePicture(Buffer.from('GIF89a, or not'))).toEqual({ ok: false, error: 'unreadable' });
    expect(decodePicture(whole.subarray(0, whole.length / 2))).toEqual({ ok: false, error: 'unreadable' });
    expect(decodePicture(Buffer.from([0xff, 0xd8, 0xff]))).toEqual({ ok: false, error: 'unreadable' });
  });

  it('is not unpacked from a file that claims to be huge, nor from a huge file', async () => {
    const flood = await png();
    flood.writeUInt32BE(100_000, 16);
    const wide = await jpg();
    const frame = wide.indexOf(Buffer.from([0xff, 0xc0]));
    wide.writeUInt16BE(65_000, frame + 5);

    expect(decodePicture(flood)).toEqual({ ok: false, error: 'too_large' });
    expect(decodePicture(wide)).toEqual({ ok: false, error: 'too_large' });
    expect(decodePicture(Buffer.alloc(5 * 1024 * 1024))).toEqual({ ok: false, error: 'too_large' });
  });
});
