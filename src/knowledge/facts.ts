import type { Channel, ChannelKind, Registry } from '../domain/registry.ts';
import type { Facts } from '../lib/fill.ts';
import { describeHours } from './hours.ts';
import type { Hours } from './hours.ts';
import type { WalletFacts } from './wallet-facts.ts';

type FactSources = { readonly wallet: WalletFacts; readonly hours: Hours; readonly registry: Registry };

const absent = '（未开通）';

/** Everything that a text may say in `{placeholders}`: the wallet's own facts, its hours, its official channels. */
export function gatherFacts({ wallet, hours, registry }: FactSources): Facts {
  return {
    ...wallet.facts,
    hours: describeHours(hours),
    phone: told(registry, 'phone'),
    email: told(registry, 'email'),
    website: told(registry, 'website'),
    companyName: registry.certification?.company ?? absent,
    socialAccounts: told(registry, 'social'),
  };
}

/** A kind of channel that the wallet doesn't have is said so: an empty place in a sentence invites an invented one. */
function told({ channels }: Registry, kind: ChannelKind): string {
  // An e-mail channel `@domain` says which senders are ours; nobody can write to it.
  const values = channels.filter((channel) => channel.kind === kind && !channel.value.startsWith('@')).map(spoken);
  return values.length === 0 ? absent : values.join('、');
}

function spoken({ kind, name, value }: Channel): string {
  return kind === 'social' ? `${name}（${value}）` : value;
}
