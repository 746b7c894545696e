import type { Notice, NoticeKind } from '../domain/notice.ts';
import type { PageWordKey } from '../domain/page-words.ts';
import { noticesInForce } from '../knowledge/notices.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';
import { blocks } from './blocks.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Page } from './layout.ts';
import type { Site } from './site.ts';

const kindWords: Readonly<Record<NoticeKind, PageWordKey>> = {
  announcement: 'kindAnnouncement',
  maintenance: 'kindMaintenance',
  fault: 'kindFault',
  event: 'kindEvent',
};

/** Notices, those in force first; without any it says so as of the minute, not that all is well. */
export function noticesPage(site: Site, notices: readonly Notice[], now: Date): Page {
  const { say } = site;
  const inForce = noticesInForce(notices, now);
  const earlier = notices
    .filter(({ until }) => until !== undefined && until <= now)
    .sort((a, b) => b.from.getTime() - a.from.getTime());
  return {
    title: say('noticesTitle'),
    path: '/notices',
    main: html`<h1>${say('noticesTitle')}</h1>
      <section>
        <h2>${say('noticesInForce')}</h2>
        ${inForce.length > 0 ? inForce.map((notice) => article(site, notice)) : html`<p class="lead" role="status">${say('noticesNone', { time: shanghaiMinute(now) })}</p>`}
      </section>
      ${
        earlier.length > 0
          ? html`<section>
              <h2>${say('noticesEarlier')}</h2>
              ${earlier.map((notice) => article(site, notice))}
            </section>`
          : ''
      }`,
  };
}

function article(site: Site, notice: Notice): Html {
  return html`<article class="notice" id="${notice.id}">
    <h3>${badge(site, notice.kind)} ${notice.title}</h3>
    <p class="hint">${period(site, notice)}</p>
    ${notice.audience === undefined ? '' : html`<p class="hint">${site.say('noticeAudience', { audience: notice.audience })}</p>`}
    ${blocks(notice.text)}
  </article>`;
}

/** One notice as a strip above other content. */
export function noticeLine(site: Site, notice: Notice): Html {
  return html`<p class="strip">${badge(site, notice.kind)} <a href="/notices#${notice.id}">${notice.title}</a></p>`;
}

function badge({ say }: Site, kind: NoticeKind): Html {
  return html`<span class="badge ${kind}">${say(kindWords[kind])}</span>`;
}

function period({ say }: Site, { from, until }: Notice): string {
  if (until === undefined) return say('noticeFrom', { from: shanghaiMinute(from) });
  return say('noticeSpan', { from: shanghaiMinute(from), until: shanghaiMinute(until) });
}
