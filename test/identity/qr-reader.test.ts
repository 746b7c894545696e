import { afterAll, describe, expect, it } from '@jest/globals';
import QRCode from 'qrcode';
import { createQrReader } from '../../src/identity/qr-reader.ts';

describe('the reader of QR codes', () => {
  const reader = createQrReader();
  afterAll(() => reader.close());

  it('reads one picture after the other, also after one that is none', async () => {
    const pictures = [await QRCode.toBuffer('first'), Buffer.from('no picture'), await QRCode.toBuffer('third')];
    const read = await Promise.all(pictures.map((picture) => reader.read(picture)));

    expect(read).toEqual([
      { ok: true, value: 'first' },
      { ok: false, error: 'unreadable' },
      { ok: true, value: 'third' },
    ]);
  });
});
