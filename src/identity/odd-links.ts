import { startOfRun } from '../lib/scan.ts';
import { isUnder, readHost } from './hosts.ts';
import type { Link } from './hosts.ts';

const spelled = /(?<![a-z0-9])(?:[a-z0-9-](?: \. ?|\. |[ .])){4,80}[a-z0-9-](?![a-z0-9])/gi;

/** Names spelled letter by letter: `w w w . a b c . c o m`. */
export function spelledLinks(text: string, suffixes: ReadonlySet<string>): Link[] {
  return [...text.matchAll(spelled)].flatMap((match): Link[] => {
    const read = readHost(match[0].replaceAll(' ', ''));
    if (!read || !suffixes.has(read.suffix)) return [];
    return [{ start: match.index, end: match.index + match[0].length, host: read.host, domain: read.domain }];
  });
}

const suffix = /\.(?:com|cn|net|org|top|xyz|vip|cc|shop|site|中国|公司|网络|网址|手机|商城|在线|集团)(?![a-z0-9-])/gi;
const nameCharacter = { of: /[\u4e00-\u9fffa-z0-9.-]/i, most: 100 };
const scheme = /https?:\/\/$/i;
const han = /[\u4e00-\u9fff]/;

/**
 * Names with Chinese labels. Nothing shows where such a name begins in a Chinese sentence, so that an official name at
 * its end is taken for what was meant, and otherwise the whole run is shown.
 */
export function hanLinks(text: string, officialHosts: readonly string[]): Link[] {
  return [...text.matchAll(suffix)].flatMap((match): Link[] => {
    const end = match.index + match[0].length;
    const from = startOfRun(text, match.index, nameCharacter);
    const labels = text.slice(from, match.index);
    if (!han.test(labels) || (han.test(match[0]) && han.test(text[end] ?? ''))) return [];
    const name = `${labels}${match[0]}`;
    const read = readHost(officialTail(name, officialHosts) ?? name);
    const start = from - (scheme.exec(text.slice(Math.max(0, from - 8), from))?.[0].length ?? 0);
    return read ? [{ start, end, host: read.host, domain: read.domain }] : [];
  });
}

function officialTail(name: string, officialHosts: readonly string[]): string | undefined {
  if (!officialHosts.some((host) => host.includes('xn--'))) return undefined;
  for (let from = 0; from < name.indexOf('.'); from++) {
    const tail = name.slice(from);
    const host = readHost(tail)?.host;
    if (host !== undefined && officialHosts.some((official) => isUnder(host, official))) return tail;
  }
  return undefined;
}

const active =
  /(?<![a-z])(?:(data):[a-z]{2,20}\/[a-z0-9.+-]{1,60}[;,]|(javascript|vbscript):(?=[^\s\u4e00-\u9fff]))\S{0,400}/gi;

/** Addresses that lead nowhere but run where they are opened. Who is behind them they do not say. */
export function activeLinks(text: string): Link[] {
  return [...text.matchAll(active)].map((match) => {
    const host = (match[1] ?? match[2] ?? '').toLowerCase();
    return { start: match.index, end: match.index + match[0].length, host, domain: host };
  });
}
