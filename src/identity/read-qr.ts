import jsQrModule from 'jsqr';
import type { Picture } from '../lib/decode-picture.ts';

type JsQr = (data: Uint8ClampedArray, width: number, height: number) => { readonly data: string } | null;

// A CommonJS module: Node hands out its exports object, bundlers the function.
const jsQr = ((jsQrModule as unknown as { default?: unknown }).default ?? jsQrModule) as unknown as JsQr;

/** What the QR code in a picture says; undefined where none was found, which does not say that the picture is harmless. */
export function readQr({ data, width, height }: Picture): string | undefined {
  const found = jsQr(new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength), width, height);
  return found && found.data !== '' ? found.data : undefined;
}
