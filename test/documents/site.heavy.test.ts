import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../helpers/browsers.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SITE = join(ROOT, 'site/dist');

/** Widths of a telephone, a tablet and a laptop. */
const WIDTHS = [375, 768, 1280];

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

const isInstalled = existsSync(join(ROOT, 'site/node_modules/vitepress'));
if (!isInstalled) process.stderr.write('SKIPPED: the site of the documents: npm ci --prefix site\n');

const chromium = findBrowser('Chromium', { looksAt: 'the site' });

/** Pages in the order of the index, as paths of the site. */
const listed = [
  '/',
  ...[...readFileSync(join(ROOT, 'docs/README.md'), 'utf8').matchAll(/^\| \[.+?\]\((.+?)\.md\)/gm)].map(
    ([, name]) => `/${name}`,
  ),
];

const htmlOf = (page: string) =>
  readFileSync(join(SITE, page === '/' ? 'index.html' : `${page}.html`), 'utf8');

function fileOf(path: string): string | undefined {
  const candidates = [path, `${path}.html`, join(path, 'index.html')].map(name => join(SITE, name));
  return candidates.find(file => existsSync(file) && statSync(file).isFile());
}

/** What the page's content leads to that is not on the site. */
function deadLinksOf(page: string): string[] {
  return [...htmlOf(page).matchAll(/\s(?:href|src)="([^"]*)"/g)]
    .map(([, target = '']) => target.replaceAll('&amp;', '&'))
    .filter(target => !/^(?:[a-z]+:|\/\/)/.test(target))
    .filter(target => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? fileOf(page) : fileOf(decodeURI(path));
      if (file === undefined) return true;
      const id = decodeURIComponent(anchor ?? '');
      return id !== '' && extname(file) === '.html' && !readFileSync(file, 'utf8').includes(`id="${id}"`);
    });
}

function serve(): Promise<Server> {
  return new Promise(resolve => {
    const server = createServer((request, response) => {
      const file = fileOf(new URL(request.url ?? '/', 'http://site').pathname);
      response.statusCode = file ? 200 : 404;
      response.setHeader('content-type', TYPES[extname(file ?? '')] ?? 'application/octet-stream');
      if (file) createReadStream(file).pipe(response);
      else response.end();
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

describe.skipIf(!isInstalled)('the site of the documents', () => {
  beforeAll(() => {
    execFileSync('npm', ['run', 'build', '--prefix', join(ROOT, 'site')], { stdio: 'pipe' });
  });

  it('has the pages of the index, and no others', () => {
    const built = readdirSync(SITE).filter(name => name.endsWith('.html') && name !== '404.html');

    expect(built.map(name => (name === 'index.html' ? '/' : `/${name.slice(0, -5)}`)).sort()).toEqual(
      [...listed].sort(),
    );
  });

  it('leads from each page to the one before it and to the one after it', () => {
    const pagers = listed.slice(1).map(page => {
      const links = [...htmlOf(page).matchAll(/class="[^"]*pager-link (prev|next)" href="([^"]*)"/g)];
      return { page, ...Object.fromEntries(links.map(([, which, target]) => [`${which}`, target])) };
    });

    expect(pagers).toEqual(
      listed.slice(1).map((page, index, pages) => ({
        page,
        ...(index > 0 && { prev: pages[index - 1] }),
        ...(index < pages.length - 1 && { next: pages[index + 1] }),
      })),
    );
  });

  it.each(listed)('has no dead link in %s', page => {
    expect(deadLinksOf(page)).toEqual([]);
  });

  describe.skipIf(!chromium.isInstalled)('in a browser', () => {
    let server: Server;
    let browser: Browser;
    beforeAll(async () => {
      [server, browser] = await Promise.all([serve(), chromium.start()]);
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    const address = (page: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${page}`;

    it.each(WIDTHS)('fits into a window of %i pixels, with every picture', async width => {
      const tab = await browser.newPage({ viewport: { width, height: 900 } });
      const problems: string[] = [];
      tab.on('pageerror', error => problems.push(String(error)));
      for (const page of listed) {
        await tab.goto(address(page), { waitUntil: 'load' });
        const seen = await tab.evaluate(
          `({ width: document.documentElement.scrollWidth, broken: [...document.images].filter(image => image.naturalWidth === 0).length })`,
        );
        if (JSON.stringify(seen) !== JSON.stringify({ width, broken: 0 }))
          problems.push(`${page}: ${JSON.stringify(seen)}`);
      }
      await tab.close();

      expect(problems).toEqual([]);
    });

    it('finds a page by its words', async () => {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await tab.goto(address('/'), { waitUntil: 'networkidle' });
      await tab.keyboard.press('Control+k');
      await tab.keyboard.type('OTEL_RUN_FLUSH_TIMEOUT');

      await tab.waitForSelector('.VPLocalSearchBox .results a[href*="configuration"]');
      await tab.close();
    });
  });
});
