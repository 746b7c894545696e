import { parse } from 'yaml';
import { z } from 'zod';
import { channelKinds } from '../domain/registry.ts';
import type { Channel, Registry } from '../domain/registry.ts';
import type { FoundContact, FoundLink } from '../domain/safety.ts';
import type { Fault } from '../lib/fault.ts';
import { err, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { toPlainText } from '../lib/plain-text.ts';
import { findContacts } from './contacts.ts';
import type { Contact } from './contacts.ts';
import { findLinks } from './links.ts';
import { isPlainLink } from './plain-link.ts';
import { isUnder, toHost } from './hosts.ts';
import { contactKey } from './contact-key.ts';

const file = 'registry.yaml';
const flag = z.enum(['true', 'false']).transform((word) => word === 'true');

const channelShape = z.object({
  kind: z.enum(channelKinds),
  value: z.string().trim().min(1),
  name: z.string().trim().min(1),
  purpose: z.string().optional(),
  never: z.string().optional(),
  sample: flag.optional(),
});

const registryShape = z.object({
  channels: z.array(channelShape),
  certification: z
    .object({
      company: z.string().min(1),
      wechatSubject: z.string().default(''),
      licence: z.string().default(''),
      lookUp: z.string().default(''),
      sample: flag.optional(),
    })
    .optional(),
});

/** The registry in the text of config/registry.yaml, or everything that is wrong with it. */
export function parseRegistry(yamlText: string): Result<Registry, Fault[]> {
  const read = readPlain(yamlText);
  if (!read.ok) return err([{ file, at: '', problem: read.error }]);
  const parsed = registryShape.safeParse(read.value);
  if (!parsed.success) {
    return err(parsed.error.issues.map(({ path, message }) => ({ file, at: path.join('.'), problem: message })));
  }
  const faults = parsed.data.channels.flatMap((channel, i) => faultsOf(channel as Channel, i));
  return faults.length > 0 ? err(faults) : ok(parsed.data as Registry);
}

function readPlain(yamlText: string): Result<unknown, string> {
  try {
    // Every scalar stays as it was typed: a telephone number is no integer, and 010 has its zero.
    return ok(parse(yamlText, { schema: 'failsafe', maxAliasCount: 0 }));
  } catch (error) {
    return err(error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error));
  }
}

function faultsOf({ kind, value }: Channel, index: number): Fault[] {
  const at = `channels.${index}.value`;
  if (kind === 'website' && toHost(value) === undefined) return [{ file, at, problem: 'is not a domain or host' }];
  if (kind === 'email' && !value.includes('@')) return [{ file, at, problem: 'is neither an address nor @domain' }];
  if (kind === 'phone' && !/\d{3}/.test(value)) return [{ file, at, problem: 'is not a telephone number' }];
  return [];
}

/** What a text leads to, each said to be official or not. */
export type Found = { readonly links: readonly FoundLink[]; readonly contacts: readonly FoundContact[] };
export type FindIn = (text: string) => Found;

/** Reads links and contacts out of a text and looks each up in the registry. */
export function createRegistryLookup(registry: Registry): {
  readonly findIn: FindIn;
  /** whether a telephone number or an address, as it stands in a text, is the wallet's own */
  readonly isOfficial: (shown: string) => boolean;
} {
  const hosts = registry.channels.flatMap(({ kind, value }) => (kind === 'website' ? (toHost(value) ?? []) : []));
  const keys = new Set(registry.channels.map(({ kind, value }) => contactKey(kind, value)));
  const mailDomains = [...keys].flatMap((key) => (key.startsWith('email:@') ? key.slice(7) : []));
  const named = registry.channels
    .filter(isFoundByName)
    .map(({ kind, value }) => ({ kind, value: value.toLowerCase() }));

  function isOfficialContact({ kind, value }: Contact): boolean {
    if (keys.has(contactKey(kind, value))) return true;
    return kind === 'email' && mailDomains.some((domain) => isUnder(value.slice(value.lastIndexOf('@') + 1), domain));
  }

  function isOfficial(shown: string): boolean {
    const kind = shown.includes('@') ? 'email' : 'phone';
    return isOfficialContact({ kind, value: shown.trim().toLowerCase() });
  }

  return {
    isOfficial,
    findIn(text: string): Found {
      const plain = toPlainText(text);
      const links = findLinks(plain, hosts).map((link) => ({
        shown: text.slice(plain.origin(link.start), plain.origin(link.end)),
        domain: link.domain,
        official: hosts.some((official) => isUnder(link.host, official)) && isPlainLink(plain.text, link),
      }));
      const contacts = findContacts(plain, named).map(({ kind, value }) => ({
        kind,
        value,
        official: isOfficialContact({ kind, value }),
      }));
      return { links, contacts };
    },
  };
}

type Named = Channel & { readonly kind: Exclude<Channel['kind'], 'website'> };

/** A registered channel is recognised wherever it is written, also without words that say what it is. */
function isFoundByName(channel: Channel): channel is Named {
  return channel.kind !== 'website' && channel.kind !== 'email' && channel.value.length >= 3;
}
