import { PNG } from 'pngjs';
import type { Picture } from './decode-picture.ts';

/** Points along the longer side. A card fills some three of them in height: colours and shapes, no character. */
const points = 20;

/**
 * A picture in so few points that nothing in it can be read, as a PNG of some hundred bytes; shown large and smoothed, it
 * tells a screenshot from a card from a face. Each point is the mean of what it stands for, so that none is a pixel of
 * the original.
 */
export function blurPicture({ data, width, height }: Picture): Uint8Array {
  const scale = points / Math.max(width, height);
  const small = new PNG({ width: sideOf(width, scale), height: sideOf(height, scale) });
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      const area = {
        left: Math.floor((x * width) / small.width),
        right: Math.max(Math.floor(((x + 1) * width) / small.width), Math.floor((x * width) / small.width) + 1),
        top: Math.floor((y * height) / small.height),
        bottom: Math.max(Math.floor(((y + 1) * height) / small.height), Math.floor((y * height) / small.height) + 1),
      };
      small.data.set(meanOf(data, width, area), (y * small.width + x) * 4);
    }
  }
  return PNG.sync.write(small);
}

/** Never so many points as there are pixels. */
function sideOf(pixels: number, scale: number): number {
  return Math.max(1, Math.min(Math.round(pixels * scale), Math.ceil(pixels / 4)));
}

type Area = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

function meanOf(data: Uint8Array, width: number, { left, right, top, bottom }: Area): number[] {
  const sum = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      for (let part = 0; part < 3; part++) sum[part] = (sum[part] ?? 0) + (data[(y * width + x) * 4 + part] ?? 0);
    }
  }
  const count = (right - left) * (bottom - top);
  return [...sum.map((all) => Math.round(all / count)), 255];
}
