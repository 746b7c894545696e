import { domainToASCII } from 'node:url';
import { remove } from 'confusables';
import { mailAddresses } from '../lib/mail-addresses.ts';
import type { PlainText } from '../lib/plain-text.ts';
import { bareNames } from './bare-names.ts';
import type { BareName } from './bare-names.ts';
import { isUnder, readHost, readsAsLink } from './hosts.ts';
import type { HostName, Link } from './hosts.ts';
import { activeLinks, hanLinks, spelledLinks } from './odd-links.ts';

/** `https://`, and how it is bent to get past filters: hxxp, h**p, a missing colon, back slashes, spaces. */
const scheme =
  /(?<![a-z])(?:h ?(?:tt|xx|\*\*|t t) ?p ?s?|ftp|weixin|alipays?|wxp|tg|whatsapp) ?(?:[:;] ?[/\\]{1,3}|:?[/\\]{2,3}|冒号[/\\]{2}|:(?=[a-z0-9-]+[.@])) ?/gi;
const inLink = '[^\\s\\u4e00-\\u9fff，。、；！？（）《》「」【】“”‘’"\'<>|{}^`]';
const afterScheme = new RegExp(`^${inLink}{1,2048}`);
const path = new RegExp(`^[/?#]${inLink}{0,2000}`);
const port = /^:\d{2,5}(?!\d)/;
const sentenceEnd = /[.,;:!?)\]]+$/;

const fileEnding =
  /^\.(?:docx?|xlsx?|pptx?|pdf|txt|csv|jpe?g|png|gif|mp[34]|rar|7z|apk|exe|log|ya?ml|json)(?![a-z0-9])/i;

const address = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?=[:/])/g;
/** With Chinese stops it is no version: somebody wants it read as an address. */
const bentAddress = /(?<![\d。])(?:\d{1,3}。){3}\d{1,3}(?![\d。])/g;
/** What opens a program, a wallet's own among them: `examplewallet://transfer?to=…` */
const anyScheme =
  /(?<![a-z0-9])(?!https?:|ftps?:|hxxps?:)([a-z][a-z0-9+.-]{2,24}):\/\/[^\s\u4e00-\u9fff，。]{1,2000}/gi;

/** Suffixes that a bent or spaced name must end in: with the rarer ones, prose would be read as links. */
const common = new Set(
  'com cn net org top xyz vip cc info shop site online club app pro link work fun live icu tech store wang ltd co io me tv ink cyou buzz mobi biz hk tw example test'.split(
    ' ',
  ),
);

/** No sentence goes on with one of these after its full stop. */
const neverWords = new Set(['com', 'cn', 'net', 'org', 'xyz', 'vip', 'cc']);

/** Every link in a text, also bare domains that Chinese words follow; `officialHosts` are recognised in any case. */
export function findLinks(plain: PlainText, officialHosts: readonly string[]): Link[] {
  const text = plain.text;
  if (!/[.。点/\\·•:]|dot/i.test(text)) return [];
  const addresses = mailAddresses(text);
  const isMail = ({ start, end }: Link) => addresses.some((mail) => start >= mail.start && end <= mail.end);
  const links: Link[] = [];
  for (const link of [
    ...fullLinks(text),
    ...programLinks(text),
    ...bareLinks(text, officialHosts).filter((link) => !isMail(link)),
    ...numericHosts(text),
    ...activeLinks(text),
    ...spelledLinks(text, common),
    ...hanLinks(text, officialHosts),
  ]) {
    if (!links.some((other) => link.start < other.end && other.start < link.end)) links.push(link);
  }
  return links.sort((a, b) => a.start - b.start);
}

function fullLinks(text: string): Link[] {
  return [...text.matchAll(scheme)].flatMap((match): Link[] => {
    const from = match.index + match[0].length;
    const rest = afterScheme.exec(text.slice(from, from + 2048))?.[0];
    if (rest === undefined) return [];
    const target = withChineseStops(text, from, rest).replace(sentenceEnd, '');
    const read = readTarget(match[0], target);
    return read ? [{ start: match.index, end: from + target.length, host: read.host, domain: read.domain }] : [];
  });
}

/** 。 ends a sentence, except between two labels: `https://abc。com`. */
function withChineseStops(text: string, from: number, rest: string): string {
  if (/[/?#]/.test(rest)) return rest;
  const after = text.slice(from + rest.length, from + rest.length + 300);
  const more = /^。[a-z0-9-]+(?:[.。][a-z0-9-]+)*(?:[/?#][^\s\u4e00-\u9fff，。]*)?/i.exec(after)?.[0] ?? '';
  if (more === '') return rest;
  const name = (rest + more).replaceAll('。', '.').replace(/[/?#].*$/, '');
  return readHost(name) ? rest + more : rest;
}

function readTarget(schemeShown: string, target: string): { host: string; domain: string } | undefined {
  try {
    // The browser's own reading: credentials before @, back slashes, percent signs, numbers that are addresses.
    const { hostname } = new URL(`https://${target.replace(/[。·•∙‧・]/g, '.').replace(/^[/\\]+/, '')}`);
    const read = readHost(hostname);
    if (read) return read;
    const isWeb = /^(?:h|ftp)/i.test(schemeShown);
    return isWeb && !hostname.includes('.') && hostname.length < 4 ? undefined : { host: hostname, domain: hostname };
  } catch {
    // No browser opens it: it is judged by what it shows first, and `evil.com%2f.ours` is not ours.
    return readHost(target.replace(/[^a-z0-9.\u00a1-\uffff-].*$/is, ''));
  }
}

function bareLinks(text: string, officialHosts: readonly string[]): Link[] {
  return bareNames(text).flatMap((readings): Link[] => {
    for (const name of readings) {
      const link = linkOf(text, name, officialHosts);
      if (link) return [link];
    }
    return [];
  });
}

function linkOf(text: string, name: BareName, officialHosts: readonly string[]): Link | undefined {
  const { start, end } = name;
  const read = isInAddress(text, name) || isFile(text, name) ? undefined : readBare(name);
  if (!read) return undefined;
  const rest = restOf(text.slice(end, end + 2048));
  const saysSo = rest.length > 1 || /^www\b/i.test(name.name);
  if (!saysSo && isListed(name.name, read)) return undefined;
  if (!saysSo && !readsAsLink(read) && !officialHosts.some((host) => isUnder(read.host, host))) return undefined;
  return { start, end: end + rest.length, host: read.host, domain: read.domain };
}

/** `7.glass` in a numbered list, and `com.company.app`, a package's name written from its end. */
function isListed(name: string, { suffix }: HostName): boolean {
  const last = suffix.slice(suffix.lastIndexOf('.') + 1);
  return (/^\d{1,2}\.[a-z]+$/i.test(name) && !common.has(last)) || /^(?:com|org|net|cn|io)\..+\./i.test(name);
}

/** Either side of an e-mail address; `name@host/path` is a link with a name before its host. */
function isInAddress(text: string, { start, end }: BareName): boolean {
  const follows = /@ ?$/.test(text.slice(Math.max(0, start - 2), start)) && text[end] !== '/';
  return follows || text[end] === '@';
}

/** The name of a file whose own dots look like a host's: `report.final.docx`. */
function isFile(text: string, { end }: BareName): boolean {
  return fileEnding.test(text.slice(end, end + 8));
}

/** Port and path after a bare name, without the punctuation of the sentence. */
function restOf(after: string): string {
  const portShown = port.exec(after)?.[0] ?? '';
  const pathShown = path.exec(after.slice(portShown.length))?.[0] ?? '';
  return portShown + pathShown.replace(sentenceEnd, '');
}

/** A suffix that only looks like one, with letters of another script: the name as it stands, which is nobody's of ours. */
function readDisguised(name: string): HostName | undefined {
  const isPlain = /^[\u0020-\u007e]*$/.test(name);
  if (isPlain && !/\.[a-z]*[015][a-z015]*$/i.test(name)) return undefined;
  const meant = isPlain ? readHost(withLetters(name)) : readHost(remove(name).toLowerCase());
  const host = domainToASCII(name.toLowerCase());
  if (isPlain && !common.has(meant?.suffix ?? '')) return undefined;
  return meant && host !== '' ? { host, domain: host, suffix: meant.suffix } : undefined;
}

/** `wallet.c0m`: digits that pass for letters in the last label, where no suffix has any. */
function withLetters(name: string): string {
  const at = name.lastIndexOf('.');
  return name.slice(0, at) + name.slice(at).replace(/0/g, 'o').replace(/1/g, 'l').replace(/5/g, 's');
}

function readBare({ name, isBent, isLoose }: BareName): HostName | undefined {
  const read = readHost(name) ?? readDisguised(name);
  if (!read || read.suffix === '' || !isBent) return read?.suffix === '' ? undefined : read;
  const last = read.suffix.slice(read.suffix.lastIndexOf('.') + 1);
  if (!(isLoose ? neverWords : common).has(last)) return undefined;
  return /[^\d.]/.test(name.slice(0, -last.length)) ? read : undefined;
}

/** Who is behind a program's own scheme nothing says: it goes by that name, which is no host. */
function programLinks(text: string): Link[] {
  return [...text.matchAll(anyScheme)].map((match) => {
    const name = (match[1] ?? '').toLowerCase();
    return { start: match.index, end: match.index + match[0].length, host: name, domain: name };
  });
}

/** Four numbers are a link where a port or path follows; alone they are where somebody signed in, or a version. */
function numericHosts(text: string): Link[] {
  return [...text.matchAll(address), ...text.matchAll(bentAddress)].flatMap((match): Link[] => {
    const nameEnd = match.index + match[0].length;
    const rest = restOf(text.slice(nameEnd, nameEnd + 2048));
    const read = readHost(match[0].replaceAll('。', '.'));
    if (!read || (rest.length < 2 && !match[0].includes('。'))) return [];
    return [{ start: match.index, end: nameEnd + rest.length, host: read.host, domain: read.domain }];
  });
}
