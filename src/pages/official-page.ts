import type { PageWordKey } from '../domain/page-words.ts';
import { channelKinds } from '../domain/registry.ts';
import type { Certification, Channel, ChannelKind, Registry } from '../domain/registry.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Page } from './layout.ts';
import type { Site } from './site.ts';

const kindWords: Readonly<Record<ChannelKind, PageWordKey>> = {
  website: 'channelWebsite',
  phone: 'channelPhone',
  email: 'channelEmail',
  wechat: 'channelWechat',
  qq: 'channelQq',
  app: 'channelApp',
  social: 'channelSocial',
  account: 'channelAccount',
};

/** The list of official channels: what each is for, and what it is never used for. */
export function officialPage(site: Site, { channels, certification }: Registry): Page {
  const { say } = site;
  const isSample = channels.some(({ sample }) => sample) || certification?.sample === true;
  const kinds = channelKinds.filter((kind) => channels.some((channel) => channel.kind === kind));
  return {
    title: say('officialTitle'),
    description: say('officialLead'),
    path: '/official',
    main: html`<h1>${say('officialTitle')}</h1>
      ${isSample ? html`<p class="strip" role="note">${say('officialSample')}</p>` : ''}
      <p class="lead">${say('officialLead')}</p>
      ${kinds.map((kind) => group(site, kind, channels))} ${certification ? certificate(site, certification) : ''}`,
  };
}

function group(site: Site, kind: ChannelKind, channels: readonly Channel[]): Html {
  const items = channels.filter((channel) => channel.kind === kind).map((channel) => card(site, channel));
  return html`<section>
    <h2>${site.say(kindWords[kind])}</h2>
    ${items}
  </section>`;
}

function card({ say }: Site, { name, value, purpose, never }: Channel): Html {
  return html`<div class="channel">
    <h3>${name}</h3>
    <p class="value">${value}</p>
    <dl>
      ${
        purpose === undefined
          ? ''
          : html`<dt>${say('officialPurpose')}</dt>
              <dd>${purpose}</dd>`
      }
      ${
        never === undefined
          ? ''
          : html`<dt>${say('officialNever')}</dt>
              <dd>${never.replace(/^不会/, '')}</dd>`
      }
    </dl>
  </div>`;
}

function certificate({ say }: Site, { company, wechatSubject, licence, lookUp }: Certification): Html {
  const rows = [
    [say('officialCompany'), company],
    [say('officialWechat'), wechatSubject],
    [say('officialLicence'), licence],
    [say('officialLookUp'), lookUp],
  ] as const;
  const told = rows.filter(([, value]) => value !== '');
  return html`<section>
    <h2>${say('officialCertification')}</h2>
    <dl class="channel">
      ${told.map(
        ([label, value]) =>
          html`<dt>${label}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </section>`;
}
