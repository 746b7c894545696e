import type { Entry, Topic } from '../domain/knowledge.ts';
import type { Notice } from '../domain/notice.ts';
import { blocks, firstLine } from './blocks.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { illustrations } from './illustrations.ts';
import { searchForm } from './layout.ts';
import type { Page } from './layout.ts';
import { noticeLine } from './notices-page.ts';
import type { Site } from './site.ts';

export function addressOf({ topic, id }: Pick<Entry, 'topic' | 'id'>): string {
  return `/help/${topic}/${id}`;
}

type Home = { readonly topics: readonly Topic[]; readonly inForce: readonly Notice[] };

/** The help centre's first page: what is urgent, then every topic with its questions. */
export function homePage(site: Site, { topics, inForce }: Home): Page {
  const { say } = site;
  const urgent = topics.flatMap(({ entries }) => entries.filter(({ priority }) => priority === 'urgent'));
  return {
    title: say('siteTitle'),
    description: say('urgentLead'),
    path: '/help',
    main: html`<h1>${say('siteTitle')}</h1>
      ${inForce.map((notice) => noticeLine(site, notice))} ${searchForm(site)}
      <section class="alarm" aria-labelledby="urgent">
        <h2 id="urgent">${say('urgentTitle')}</h2>
        <p>${say('urgentLead')}</p>
        ${entryList(urgent)}
      </section>
      <section aria-labelledby="browse">
        <h2 id="browse">${say('browse')}</h2>
        <ul class="topics">
          ${topics.map((topic) => topicCard(site, topic))}
        </ul>
      </section>`,
  };
}

const shownOnCard = 3;

function topicCard({ say }: Site, { id, title, entries }: Topic): Html {
  const first = entries.slice(0, shownOnCard).map((entry) => entry.title);
  return html`<li>
    <a class="topic" href="/help/${id}">
      <span class="name">${title}</span>
      <span class="count">${say('entryCount', { count: String(entries.length) })}</span>
      <span class="some">${first.join('、')}</span>
    </a>
  </li>`;
}

/** What a search found; never indexed, so that nobody's words end up in a search engine. */
export function searchPage(site: Site, query: string, found: readonly Entry[]): Page {
  const { say } = site;
  const title = say('searchTitle', { query });
  return {
    title,
    main: html`<h1>${title}</h1>
      ${found.length > 0 ? entryList(found, true) : html`<p class="lead" role="status">${say('searchNone')}</p>`}
      ${searchForm(site, query)}
      <p><a href="/help">${say('browse')}</a></p>`,
  };
}

export function topicPage(site: Site, { id, title, entries }: Topic): Page {
  const { say } = site;
  const urgentFirst = [...entries].sort((a, b) => Number(b.priority === 'urgent') - Number(a.priority === 'urgent'));
  return {
    title,
    description: entries.map((entry) => entry.title).join('、'),
    path: `/help/${id}`,
    main: html`${trail(site)}
      <h1>${title}</h1>
      ${entryList(urgentFirst, true)} ${searchForm(site)}
      <p class="still">${say('stillStuck')}</p>`,
  };
}

type OneEntry = { readonly entry: Entry; readonly topic: Topic; readonly related: readonly Entry[] };

/** An entry: what to do, what to prepare, a longer word with an example. An urgent one begins with whom to call. */
export function entryPage(site: Site, { entry, topic, related }: OneEntry): Page {
  const { say } = site;
  const urgent = entry.priority === 'urgent';
  return {
    title: entry.title,
    description: firstLine(entry.answer),
    path: addressOf(entry),
    urgent,
    main: html`${urgent ? '' : trail(site, topic)}
      <article>
        <h1>${entry.title}</h1>
        ${urgent ? callButtons(site) : ''}
        <div class="answer">${blocks(entry.answer)}</div>
        ${entry.illustrations ? illustrations(entry.illustrations) : ''}
        ${
          entry.prepare
            ? section(
                say('prepareTitle'),
                html`<ul class="checklist">
                  ${entry.prepare.map((item) => html`<li>${item}</li>`)}
                </ul>`,
              )
            : ''
        }
        ${entry.detail === undefined ? '' : section(say('detailTitle'), html`${blocks(entry.detail)}`)}
      </article>
      ${
        related.length > 0
          ? html`<nav class="related" aria-labelledby="related">
              <h2 id="related">${say('relatedTitle')}</h2>
              ${entryList(related)}
            </nav>`
          : ''
      }
      <p class="still">${say('stillStuck')}</p>
      <p class="trail"><a href="/help/${topic.id}">${say('allOfTopic', { topic: topic.title })}</a></p>`,
  };
}

function section(title: string, content: Html): Html {
  return html`<section>
    <h2>${title}</h2>
    ${content}
  </section>`;
}

function callButtons({ say, facts }: Site): Html {
  const calls = [
    { number: facts.police, text: say('callPolice') },
    { number: facts.antiFraud, text: say('callAntiFraud') },
    { number: facts.phone, text: say('callUs') },
  ];
  const buttons = calls.flatMap(({ number, text }) => {
    const digits = number?.replace(/[^\d+]/g, '') ?? '';
    return digits === '' ? [] : [html`<a class="call" href="tel:${digits}">${text}</a>`];
  });
  return html`<p class="calls">${buttons}</p>`;
}

function trail({ say }: Site, topic?: Topic): Html {
  const step = topic ? html` › <a href="/help/${topic.id}">${topic.title}</a>` : '';
  return html`<p class="trail"><a href="/help">${say('siteTitle')}</a>${step}</p>`;
}

function entryList(entries: readonly Entry[], withFirstLine = false): Html {
  const items = entries.map((entry) => {
    const line = withFirstLine ? html`<span class="some">${firstLine(entry.answer)}</span>` : '';
    return html`<li>
      <a href="${addressOf(entry)}"><span class="name">${entry.title}</span>${line}</a>
    </li>`;
  });
  return html`<ul class="entries">
    ${items}
  </ul>`;
}

export function notFoundPage(site: Site): Page {
  const { say } = site;
  return {
    title: say('notFoundTitle'),
    main: html`<h1>${say('notFoundTitle')}</h1>
      <p class="lead">${say('notFound')}</p>
      ${searchForm(site)}
      <p><a href="/help">${say('browse')}</a></p>`,
  };
}

export function privacyPage({ say, privacy }: Site): Page {
  return {
    title: say('privacyTitle'),
    path: '/privacy',
    main: html`<h1>${say('privacyTitle')}</h1>
      <p class="hint">${say('privacyVersion', { version: privacy.version })}</p>
      ${privacy.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}`,
  };
}
