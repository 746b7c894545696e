import type { Judged } from '../domain/identity.ts';
import type { Certification, Channel, ChannelKind, Registry } from '../domain/registry.ts';
import type { FoundContact, FoundLink } from '../domain/safety.ts';
import { fill } from '../lib/fill.ts';
import { contactKey } from './contact-key.ts';
import { isUnder, toHost } from './hosts.ts';
import type { IdentityTexts } from './identity-texts.ts';
import { kindNames } from './kind-names.ts';
import { createLookAlike } from './look-alike.ts';
import type { Found } from './registry.ts';
import { asksAbout, asksCertification, isHotline, isOwn } from './whose.ts';

type AnswerDeps = {
  readonly registry: Registry;
  readonly texts: IdentityTexts;
  readonly findIn: (text: string) => Found;
  /** the keyed hash of an indicator: what leaves here gives no number away */
  readonly hashOf?: (indicator: string) => string;
};

/** How often reports of a link's domain or of a contact were confirmed, by its indicator. */
export type ConfirmedReports = ReadonlyMap<string, number>;
const none: ConfirmedReports = new Map();
/** More would not fit a message; who pastes a list is warned by its first. */
const most = 4;

/**
 * What a customer is told about the links and contacts in a text, each a text of its own, the most dangerous first.
 * Nothing here repeats a foreign link or number: the answer must pass the outgoing check, and is stored.
 */
export function createIdentityAnswer({ registry, texts, findIn, hashOf = (indicator) => indicator }: AnswerDeps) {
  const hosts = registry.channels.flatMap(({ kind, value }) => (kind === 'website' ? (toHost(value) ?? []) : []));
  const looksLike = createLookAlike(hosts);
  const apps = registry.channels.flatMap(({ kind, value }) => (kind === 'app' ? value.toLowerCase() : []));

  /** Judges a raw text by the registry alone: what is known of its indicators is looked up by their hashes. */
  function judge(text: string, linkName = '您发来的链接'): Judged[] {
    const { links, contacts } = findIn(text);
    return [
      ...links.map((link) => aboutLink(link, linkName)),
      ...contacts
        .filter((contact) => isToJudge(text, contact) || borrowsName(contact))
        .map((contact) => aboutContact(contact)),
    ];
  }

  /** What is said of what was judged, once it is known what staff have confirmed. */
  function tell(judged: readonly Judged[], confirmed: ConfirmedReports = none): string[] {
    const known = judged.map((each) => {
      const count = each.indicator === undefined ? 0 : (confirmed.get(each.indicator) ?? 0);
      const { what } = each;
      return count > 0 ? { rank: 0, text: fill(texts.reported, { what, count: String(count) }) } : each;
    });
    return [...new Set(known.sort((a, b) => a.rank - b.rank).map((each) => each.text))].slice(0, most);
  }

  /** Everything that a text leads to and that is not ours, for a report of it. */
  function indicatorsIn(text: string): { kind: Judged['kind']; indicator: string; value: string }[] {
    const { links, contacts } = findIn(text);
    return [
      ...links.map(({ domain, official }) => ({ kind: 'website' as const, value: domain, official })),
      ...contacts,
    ]
      .filter(({ official }) => !official)
      .slice(0, most)
      .map(({ kind, value }) => ({ kind, value, indicator: hashOf(indicatorKey(kind, value)) }));
  }

  function aboutLink({ shown, domain, official }: FoundLink, what: string): Judged {
    const channel = official ? registry.channels.find((each) => isSite(each, domain)) : undefined;
    const about = { what, kind: 'website' } as const;
    if (official) return isOfficial(about, channel);
    const indicator = hashOf(linkKey(domain));
    const like = looksLike(domain) ?? looksLike(hostShown(shown));
    if (like === undefined) return { ...about, rank: 2, text: fill(texts.unknown, { what }), indicator };
    return { ...about, rank: 1, text: fill(texts.lookAlike, { what, official: like }), indicator };
  }

  function aboutContact({ kind, value, official }: FoundContact): Judged {
    const about = { what: `您发来的${nameOf(kind, value)}`, kind };
    if (official) return isOfficial(about, channelOf(registry.channels, kind, value));
    const { what } = about;
    return { ...about, rank: 2, text: fill(texts.unknown, { what }), indicator: hashOf(contactKey(kind, value)) };
  }

  /** 下载「示例钱包极速版」: what calls itself by the name of our app is judged without a question. */
  function borrowsName({ kind, value, official }: FoundContact): boolean {
    return kind === 'app' && !official && apps.some((app) => value.includes(app));
  }

  function isOfficial(about: Pick<Judged, 'what' | 'kind'>, channel: Channel | undefined): Judged {
    const { name = '', purpose = '', never = '' } = channel ?? {};
    const { what } = about;
    const text = fill(texts.official, { what, name, purpose: sentence(purpose), never: sentence(never) });
    return { ...about, rank: 3, text };
  }

  /** Who is behind the account, where a text asks for it. */
  function certificationFor(text: string): string | undefined {
    return asksCertification(text) ? certification(registry.certification, texts) : undefined;
  }

  return { judge, tell, indicatorsIn, certificationFor };
}

/** One's own telephone number, card or address is no question; somebody else's is, and so is a bare one. */
function isToJudge(text: string, { kind, value, official }: FoundContact): boolean {
  // The app's name is on everybody's lips: only who asks about it is answered.
  if (kind === 'app') return asksAbout(text);
  if (official || (kind === 'phone' && isHotline(value))) return true;
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

/** The one spelling of what somebody is recognised by. */
export function indicatorKey(kind: ChannelKind, value: string): string {
  return kind === 'website' ? linkKey(value) : contactKey(kind, value);
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

/** Enough to know which one is meant, too little to be rung or paid. */
function nameOf(kind: FoundContact['kind'], value: string): string {
  return /\d{4}$/.test(value) ? `${kindNames[kind]}（尾号 ${value.slice(-4)}）` : kindNames[kind];
}

function sentence(text: string): string {
  return text === '' || /[。！？]$/.test(text) ? text : `${text}。`;
}
