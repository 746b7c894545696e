import type { Certification, Channel, Registry } from '../domain/registry.ts';
import type { FoundContact, FoundLink } from '../domain/safety.ts';
import { fill } from '../lib/fill.ts';
import { contactKey } from './contact-key.ts';
import { isUnder, toHost } from './hosts.ts';
import type { IdentityTexts } from './identity-texts.ts';
import { createLookAlike } from './look-alike.ts';
import type { Found } from './registry.ts';
import { asksAbout, asksCertification, isOwn } from './whose.ts';

type AnswerDeps = {
  readonly registry: Registry;
  readonly texts: IdentityTexts;
  readonly findIn: (text: string) => Found;
};

/** How often reports of a link's domain or of a contact were confirmed, by its indicator key. */
export type ConfirmedReports = ReadonlyMap<string, number>;
const none: ConfirmedReports = new Map();
/** More would not fit a message; who pastes a list is warned by its first. */
const most = 4;

/**
 * What a customer is told about the links and contacts in a text, each a text of its own, the most dangerous first.
 * Nothing here repeats a foreign link or number: the answer must pass the outgoing check, and is stored.
 */
export function createIdentityAnswer({ registry, texts, findIn }: AnswerDeps) {
  const hosts = registry.channels.flatMap(({ kind, value }) => (kind === 'website' ? (toHost(value) ?? []) : []));
  const looksLike = createLookAlike(hosts);

  function answer(text: string, confirmed: ConfirmedReports = none): string[] {
    const { links, contacts } = findIn(text);
    const judged = [
      ...links.map((link) => aboutLink(link, confirmed)),
      ...contacts.filter((contact) => isToJudge(text, contact)).map((contact) => aboutContact(contact, confirmed)),
    ];
    const said = [...new Set(judged.sort((a, b) => a.rank - b.rank).map((each) => each.text))].slice(0, most);
    return said.length === 0 && asksCertification(text) ? [certification(registry.certification, texts)] : said;
  }

  function aboutLink({ shown, domain, official }: FoundLink, confirmed: ConfirmedReports): Judged {
    const channel = official ? registry.channels.find((each) => isSite(each, domain)) : undefined;
    const what = '您发来的链接';
    if (official) return isOfficial(what, channel);
    const count = confirmed.get(linkKey(domain)) ?? 0;
    if (count > 0) return { rank: 0, text: fill(texts.reported, { what, count: String(count) }) };
    const like = looksLike(domain) ?? looksLike(hostShown(shown));
    if (like !== undefined) return { rank: 1, text: fill(texts.lookAlike, { what, official: like }) };
    return { rank: 2, text: fill(texts.unknown, { what }) };
  }

  function aboutContact({ kind, value, official }: FoundContact, confirmed: ConfirmedReports): Judged {
    const what = `您发来的${nameOf(kind, value)}`;
    const key = contactKey(kind, value);
    if (official) return isOfficial(what, channelOf(registry.channels, kind, value));
    const count = confirmed.get(key) ?? 0;
    if (count > 0) return { rank: 0, text: fill(texts.reported, { what, count: String(count) }) };
    return { rank: 2, text: fill(texts.unknown, { what }) };
  }

  function isOfficial(what: string, channel: Channel | undefined): Judged {
    const { name = '', purpose = '', never = '' } = channel ?? {};
    return { rank: 3, text: fill(texts.official, { what, name, purpose: sentence(purpose), never: sentence(never) }) };
  }

  return { answer, certification: () => certification(registry.certification, texts) };
}

type Judged = { readonly rank: number; readonly text: string };

/** One's own telephone number, card or address is no question; somebody else's is, and so is a bare one. */
function isToJudge(text: string, { kind, official }: FoundContact): boolean {
  if (official) return true;
  const isPersonal = kind === 'phone' || kind === 'email' || kind === 'account';
  return isPersonal ? asksAbout(text) : !isOwn(text);
}

/** `wallet.example.evil.top` leads to evil.top, and looks like another. */
function hostShown(shown: string): string {
  return shown.replace(/^[a-z]{2,12}:\/\//i, '').replace(/[/?#].*$/, '');
}

/** The key of a domain among the indicators. */
export function linkKey(domain: string): string {
  return `website:${domain}`;
}

function isSite({ kind, value }: Channel, domain: string): boolean {
  const host = kind === 'website' ? toHost(value) : undefined;
  return host !== undefined && (isUnder(domain, host) || isUnder(host, domain));
}

/** An address of its own says more than the domain that it is under. */
function channelOf(channels: readonly Channel[], kind: FoundContact['kind'], value: string): Channel | undefined {
  const key = contactKey(kind, value);
  const keyed = channels.map((channel) => ({ channel, registered: contactKey(channel.kind, channel.value) }));
  const exact = keyed.find(({ registered }) => registered === key);
  const domain = keyed.find(({ registered }) => registered.startsWith('email:@') && key.endsWith(registered.slice(6)));
  return (exact ?? domain)?.channel;
}

function certification(found: Certification | undefined, texts: IdentityTexts): string {
  if (!found) return texts.certificationNone;
  const { company, wechatSubject, licence, lookUp } = found;
  return fill(texts.certification, { company, wechatSubject, licence, lookUp });
}

const names: Readonly<Record<FoundContact['kind'], string>> = {
  phone: '电话',
  email: '邮箱',
  wechat: '微信号',
  qq: 'QQ 号',
  app: '应用',
  social: '社交账号',
  account: '账号',
};

/** Enough to know which one is meant, too little to be rung or paid. */
function nameOf(kind: FoundContact['kind'], value: string): string {
  return /\d{4}$/.test(value) ? `${names[kind]}（尾号 ${value.slice(-4)}）` : names[kind];
}

function sentence(text: string): string {
  return text === '' || /[。！？]$/.test(text) ? text : `${text}。`;
}
