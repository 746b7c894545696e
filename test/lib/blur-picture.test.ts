import { describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import { blurPicture } from '../../src/lib/blur-picture.ts';

function picture(width: number, height: number, colourAt: (x: number, y: number) => readonly number[]) {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set([...colourAt(x, y), 255], (y * width + x) * 4);
  return { data, width, height };
}

const shown = (bytes: Uint8Array) => PNG.sync.read(Buffer.from(bytes));

describe('a blurred picture', () => {
  it('keeps colours and proportions, in twenty points along its longer side', () => {
    const half = picture(400, 200, (x) => (x < 200 ? [200, 0, 0] : [0, 0, 200]));
    const small = shown(blurPicture(half));

    expect([small.width, small.height]).toEqual([20, 10]);
    expect([...small.data.subarray(0, 4)]).toEqual([200, 0, 0, 255]);
    expect([...small.data.subarray(19 * 4, 20 * 4)]).toEqual([0, 0, 200, 255]);
  });

  it('has nothing left of lines as fine as writing', () => {
    const stripes = picture(400, 400, (x) => (x % 4 < 2 ? [0, 0, 0] : [255, 255, 255]));

    expect(new Set(shown(blurPicture(stripes)).data.filter((_, index) => index % 4 < 3))).toEqual(new Set([128]));
  });

  it('is never a copy, however small the picture', () => {
    const tiny = shown(blurPicture(picture(8, 4, (x) => [x * 30, 0, 0])));

    expect([tiny.width, tiny.height]).toEqual([2, 1]);
  });
});
