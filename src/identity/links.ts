import type { PlainText } from '../lib/plain-text.ts';
import { isUnder, readHost, readsAsLink } from './hosts.ts';
import type { HostName } from './hosts.ts';

/** A link by its place in the plain text. */
export type Link = { readonly start: number; readonly end: number; readonly host: string; readonly domain: string };

/** `https://`, and how it is bent to get past filters: hxxp, h**p, a missing colon, back slashes, spaces. */
const scheme =
  /(?<![a-z])(?:h ?(?:tt|xx|\*\*|t t) ?p ?s?|ftp|weixin|alipays?|wxp|tg|whatsapp) ?(?:: ?[/\\]{1,3}|:?[/\\]{2,3}|冒号[/\\]{2}) ?/gi;
const afterScheme = /^[^\s\u4e00-\u9fff，。、；！？（）《》「」【】“”‘’"'<>|{}^`]{1,2048}/;

const letter = 'a-z0-9\\u00a1-\\u02af\\u0370-\\u058f\\u1d00-\\u1fff\\ua720-\\ua7ff';
/** A dot between labels: as such, as Chinese full stop, in brackets, as a word, or with spaces around it. */
const dot = '(?:[.。・·•‧∙]|(?: ?[[({【]| )(?:\\.|dot|点)(?:[\\])}】] ?| )|点)';
const label = `[${letter}](?:[${letter}_-]{0,62})`;
const bareName = new RegExp(
  `(?<![${letter}_@-])(?:${label}${dot}){1,6}(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})(?![${letter}-])`,
  'gi',
);
const loose = /[^a-z0-9.-]/i;
const port = /^:\d{2,5}(?!\d)/;
const path = /^[/?#][^\s\u4e00-\u9fff，。、；！？（）《》「」【】“”‘’"'<>|{}^`]{0,2000}/;

/** Suffixes that a bent or spaced name must end in: with the rarer ones, prose would be read as links. */
const common = new Set(
  'com cn net org top xyz vip cc info shop site online club app pro link work fun live icu tech store wang ltd co io me tv ink cyou buzz mobi biz hk tw'.split(
    ' ',
  ),
);

/** Every link in a text, also bare domains that Chinese words follow; `officialHosts` are recognised under any suffix. */
export function findLinks(plain: PlainText, officialHosts: readonly string[]): Link[] {
  const text = plain.text;
  if (!/[.。点/\\·•]|dot/i.test(text)) return [];
  const full = fullLinks(text);
  const free = (link: Link) => !full.some((other) => link.start < other.end && other.start < link.end);
  const bare = bareLinks(text, officialHosts).filter(free);
  return [...full, ...bare].sort((a, b) => a.start - b.start);
}

function fullLinks(text: string): Link[] {
  return [...text.matchAll(scheme)].flatMap((match): Link[] => {
    const from = match.index + match[0].length;
    const rest = afterScheme.exec(text.slice(from))?.[0];
    if (rest === undefined) return [];
    const written = withChineseStops(text, from, rest);
    const tail = written.replace(/[.,;:!?)\]]+$/, '');
    const read = readTarget(match[0], tail);
    return read ? [{ start: match.index, end: from + tail.length, host: read.host, domain: read.domain }] : [];
  });
}

/** 。 ends a sentence, except between two labels: `https://abc。com`. */
function withChineseStops(text: string, from: number, rest: string): string {
  const more = /^(?:。[a-z0-9-]+)+(?:[/?#][^\s\u4e00-\u9fff，。]*)?/i.exec(text.slice(from + rest.length))?.[0] ?? '';
  return more !== '' && !rest.includes('/') && readHost((rest + more).replaceAll('。', '.').replace(/[/?#].*$/, ''))
    ? rest + more
    : rest;
}

function readTarget(schemeShown: string, target: string): { host: string; domain: string } | undefined {
  const isWeb = /^(?:h|ftp)/i.test(schemeShown);
  try {
    // The browser's own reading: credentials before @, back slashes, percent signs, numbers that are addresses.
    const { hostname } = new URL(`https://${target.replaceAll('。', '.').replace(/^[/\\]+/, '')}`);
    const read = readHost(hostname);
    if (read) return read;
    return isWeb && !hostname.includes('.') && hostname.length < 4 ? undefined : { host: hostname, domain: hostname };
  } catch {
    return undefined;
  }
}

function bareLinks(text: string, officialHosts: readonly string[]): Link[] {
  return [...text.matchAll(bareName)].flatMap((match): Link[] => {
    const nameEnd = match.index + match[0].length;
    const read = text[nameEnd] === '@' ? undefined : readBare(match[0]);
    if (!read) return [];
    const rest = restOf(text.slice(nameEnd));
    const saysSo = rest.length > 1 || /^www\b/i.test(match[0]);
    if (!saysSo && !readsAsLink(read) && !officialHosts.some((host) => isUnder(read.host, host))) return [];
    return [{ start: match.index, end: nameEnd + rest.length, host: read.host, domain: read.domain }];
  });
}

/** Port and path after a bare name, without the punctuation of the sentence. */
function restOf(after: string): string {
  const portShown = port.exec(after)?.[0] ?? '';
  const pathShown = path.exec(after.slice(portShown.length))?.[0] ?? '';
  return portShown + pathShown.replace(/[.,;:!?)\]]+$/, '');
}

const dotWritten = new RegExp(dot, 'gi');

function readBare(written: string): HostName | undefined {
  const name = written.replace(dotWritten, '.');
  const read = readHost(name);
  if (!read || read.suffix === '') return undefined;
  const isBent = loose.test(written.replace(/[^\x20-\x7e。・·•‧∙点【】]/g, ''));
  return isBent && !common.has(read.suffix.slice(read.suffix.lastIndexOf('.') + 1)) && !read.suffix.endsWith('example')
    ? undefined
    : read;
}
