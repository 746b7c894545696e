import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { err, ok, type Result } from './result.ts';

/** Larger files and pictures are not unpacked: a few kilobytes can claim to be a picture of gigabytes. */
const mostBytes = 4 * 1024 * 1024;
const mostPixels = 6_000_000;
const mostSide = 6000;

/** `unreadable`: no JPEG or PNG, or a broken one. */
export type PictureFault = 'too_large' | 'unreadable';

/** Four bytes a pixel: red, green, blue, alpha; row by row from the top. */
export type Picture = { readonly data: Uint8Array; readonly width: number; readonly height: number };

/** The pixels of a JPEG or PNG file. It takes tens of milliseconds of the processor: never on a message's way. */
export function decodePicture(file: Uint8Array): Result<Picture, PictureFault> {
  if (file.length > mostBytes) return err('too_large');
  const size = sizeOf(file);
  if (!size) return err('unreadable');
  if (isFlood(size)) return err('too_large');
  const picture = decode(file);
  return picture ? ok(picture) : err('unreadable');
}

function decode(file: Uint8Array): Picture | undefined {
  try {
    if (isPng(file)) return PNG.sync.read(Buffer.from(file));
    return jpeg.decode(file, { useTArray: true, maxResolutionInMP: mostPixels / 1e6, maxMemoryUsageInMB: 128 });
  } catch {
    // Both libraries throw plain errors for broken files, and customers may send those.
    return undefined;
  }
}

type Size = { readonly width: number; readonly height: number };

function sizeOf(file: Uint8Array): Size | undefined {
  if (isPng(file)) return pngSize(file);
  return isJpeg(file) ? jpegSize(file) : undefined;
}

function isFlood({ width, height }: Size): boolean {
  return width > mostSide || height > mostSide || width * height > mostPixels;
}

function isPng(file: Uint8Array): boolean {
  return Buffer.from(file.subarray(0, 8)).toString('latin1') === '\x89PNG\r\n\x1a\n';
}

/** The header's first chunk (PNG specification, IHDR), before anything is unpacked. */
function pngSize(file: Uint8Array): Size | undefined {
  if (file.length < 33) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function isJpeg(file: Uint8Array): boolean {
  return file[0] === 0xff && file[1] === 0xd8;
}

/** The frame header (ITU-T T.81, SOFn), found by walking the segments. */
function jpegSize(file: Uint8Array): Size | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 2; at + 9 < file.length && file[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = file[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
  }
  return undefined;
}
