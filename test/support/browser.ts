import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a page must not do, collected while a test runs: errors, violations of its policy, scripts that ran. */
export type Trouble = { readonly kind: string; readonly text: string };

/** Debian's Chromium with a fresh profile. */
export async function openBrowser(options: { width?: number; height?: number; dark?: boolean } = {}) {
  const { width = 1440, height = 900, dark = false } = options;
  const profile = mkdtempSync(join(tmpdir(), 'desk-browser-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: flags,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'zh-CN',
  });
  const troubles: Trouble[] = [];

  function watch(page: Page): void {
    page.on('pageerror', (error) => troubles.push({ kind: 'error', text: error.message }));
    page.on('dialog', (dialog) => {
      troubles.push({ kind: 'dialog', text: dialog.message() });
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      // A refused call is logged by the browser itself; what it means is the page's business.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) troubles.push({ kind: 'console', text: message.text() });
    });
  }

  async function newPage(): Promise<Page> {
    const page = await context.newPage();
    watch(page);
    return page;
  }

  async function close(): Promise<void> {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }

  return { newPage, troubles, close };
}

/** The element that a test's mark stands for. */
export const at = (name: string): string => `[data-test="${name}"]`;

/** Signs in to the console, and waits for its list of tickets. */
export async function signInto(
  page: Page,
  base: string,
  { login = 'admin', password }: { login?: string; password: string },
) {
  await page.goto(`${base}/desk`);
  await page.fill(at('login'), login);
  await page.fill(at('password'), password);
  await page.click(at('sign-in'));
  await page.waitForSelector(at('ticket-list'));
}

/** The built console; the tests drive what customers of the product get, not a development server's. */
export function builtConsole(): string {
  const folder = join(import.meta.dirname, '..', '..', 'dist', 'desk-page');
  if (!existsSync(join(folder, 'index.html'))) throw new Error('No console in dist/desk-page: npm run build makes it');
  return folder;
}
