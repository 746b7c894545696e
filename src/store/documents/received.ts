import { decode, decodeAround } from './decode.ts';
import { Raw } from './encode.ts';
import { isPlain } from './plain.ts';
import type { Doc } from './values.ts';

type Read = (bytes: Buffer) => Doc | Raw;

/** Documents to be stored are not decoded where they can stand in the store as they came. */
const readers: Readonly<Record<string, Read>> = {
  'insert.documents': (bytes) => (isPlain(bytes) ? new Raw(bytes) : decode(bytes)),
  'update.updates': (bytes) => decodeAround(bytes, replacement),
};

function replacement(field: string, bytes: Buffer): Raw | undefined {
  return field === 'u' && isPlain(bytes) ? new Raw(bytes) : undefined;
}

/** How the documents of a command's list are read. */
export function readerOf(command: string | undefined, list: string): Read {
  return readers[`${command ?? ''}.${list}`] ?? decode;
}
