import { domainToASCII } from 'node:url';
import { parse } from 'tldts';

/** A configured domain or host, in ASCII and lower case; undefined for what is neither. */
export function toHost(value: string): string | undefined {
  const bare = value
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^\*?\./, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '');
  const host = domainToASCII(bare.normalize('NFKC').toLowerCase());
  return host !== '' && (host.includes('.') || host === 'localhost') ? host : undefined;
}

/** Whether a host is this domain or lies under it: `evil-wallet.example` does not lie under `wallet.example`. */
export function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** RFC 2606 and 6761: never in the public list, but in examples and tests of those who set this up. */
const reserved = new Set(['example', 'test', 'invalid', 'localhost']);

/** Names of files and things that are also country codes: a bare `photo.zip` is no link. */
const alsoFiles = new Set(['zip', 'mov', 'py', 'md', 'sh', 'rs', 'pl', 'ps']);
const titles = /^(?:mr|mrs|ms|dr|prof|st|no|vs|inc)\./;
/** `ok.got it`: the end of one sentence and the beginning of the next. */
const interjections = /^(?:ok|okay|hi|hey|no|yes|oh|thx|thanks|sorry|pls|please|well|lol)\.(?!(?:com|cn|net|org)$)/;
/** Country codes that are also words of a sentence without spaces: `ok.it is`. */
const alsoWords = new Set(
  'it is in so me be do to no at as us am id la pm my by he we go if on or an up vs st mr dr sr al ad al ve re de et here help money now today how you new one love life world'.split(
    ' ',
  ),
);

export type HostName = { readonly host: string; readonly domain: string; readonly suffix: string };

/** A link by its place in the plain text. */
export type Link = { readonly start: number; readonly end: number; readonly host: string; readonly domain: string };

/** A name that is no valid punycode still stands in the text for somebody to open. */
function toAscii(name: string): string {
  return domainToASCII(name) || (/^[a-z0-9.-]+$/.test(name) ? name : '');
}

/** @returns undefined unless the name ends in a public suffix and has a label before it */
export function readHost(name: string): HostName | undefined {
  const host = toAscii(name.toLowerCase().replace(/\.+$/, ''));
  if (host === '') return undefined;
  const { domain, publicSuffix, isIcann, isPrivate, isIp } = parse(host, { allowPrivateDomains: true });
  if (isIp === true) return { host, domain: host, suffix: '' };
  const known = isIcann === true || isPrivate === true || reserved.has(publicSuffix ?? '');
  if (!known || !domain || !publicSuffix) return undefined;
  return { host, domain, suffix: publicSuffix };
}

/** Whether a name without scheme, path or www is likelier a link than a file or two words. */
export function readsAsLink({ domain, suffix }: HostName): boolean {
  const last = suffix.slice(suffix.lastIndexOf('.') + 1);
  if (alsoFiles.has(last) || titles.test(domain) || interjections.test(domain)) return false;
  return !alsoWords.has(last) || /\d|-/.test(domain) || domain.length - suffix.length > 8;
}
