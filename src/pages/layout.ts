import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Site } from './site.ts';

export type Page = {
  readonly title: string;
  readonly description?: string;
  /** its one address, for search engines; undefined: not to be indexed */
  readonly path?: string;
  readonly main: Html;
  /** calmer, shorter frame for who is in a hurry */
  readonly urgent?: boolean;
};

/** A whole page: head, a slim bar, the content, and below it whose page this is. */
export function layout(site: Site, { title, description, path, main, urgent }: Page): string {
  const { say, publicUrl, stylePath } = site;
  const fullTitle = title === say('siteTitle') ? title : `${title} · ${say('siteTitle')}`;
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
${path === undefined ? html`<meta name="robots" content="noindex" />` : ''}
<title>${fullTitle}</title>
${description === undefined ? '' : html`<meta name="description" content="${description}" />`}
${path !== undefined && publicUrl !== undefined ? html`<link rel="canonical" href="${publicUrl}${path}" />` : ''}
<link rel="stylesheet" href="${stylePath}">
</head>
<body${urgent ? html` class="urgent"` : ''}>
<a class="skip" href="#content">${say('skipToContent')}</a>
<header class="bar">
<a class="brand" href="/help">${say('siteTitle')}</a>
<nav>
<a href="/notices">${say('noticesTitle')}</a>
<a href="/official">${say('officialTitle')}</a>
</nav>
</header>
<main id="content">
${main}
</main>
${footer(site)}
</body>
</html>
`.text;
}

/** Where anybody can look up a 备案号: the ministry wants each number to lead there. */
const filings = 'https://beian.miit.gov.cn/';

function footer({ say, privacy }: Site): Html {
  return html`<footer>
    <p class="share">${say('share')}</p>
    <p><a href="/privacy">${say('privacyTitle')}</a>（${say('privacyVersion', { version: privacy.version })}）</p>
    <p><a href="${filings}" rel="noreferrer">${say('icp')}</a></p>
  </footer>`;
}

export function searchForm({ say }: Site, query = ''): Html {
  return html`<form class="search" role="search" action="/help" method="get">
    <label for="q">${say('searchLabel')}</label>
    <div class="field">
      <input
        id="q"
        name="q"
        type="search"
        value="${query}"
        maxlength="200"
        enterkeyhint="search"
        autocomplete="off"
        aria-describedby="q-hint"
      />
      <button>${say('searchButton')}</button>
    </div>
    <p id="q-hint" class="hint">${say('searchHint')}</p>
  </form>`;
}
