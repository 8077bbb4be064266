import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/checks.ts';
import { findBrowser } from '../helpers/browsers.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const chromium = findBrowser('Chromium', { looksAt: 'the HTML report' });

const SCREENS = [
  { screen: 'a laptop, light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { screen: 'a phone, dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { screen: 'a small phone, light', viewport: { width: 320, height: 640 }, colorScheme: 'light' },
] as const;

/** What each place of the page has to show. */
const PLACES = [
  {
    place: '#/report',
    shows: ['check failed', /price order 4711.*its name has a number/, /GET \S+\/nowhere/, 'orders'],
  },
  { place: '#/traces', shows: [/1 request|2 requests/, 'price order 4711'] },
  { place: '#/logs', shows: ['discount was not found', 'orders are served'] },
  { place: '#/findings', shows: [/its name has a number/] },
  { place: '#/map', shows: ['orders'] },
  { place: '#/processes', shows: ['wait-for-signal.cjs', 'initialized'] },
  { place: '#/metrics', shows: ['orders.price'] },
];

/** A page, with everything that it asked for beside itself and everything that its console said. */
interface Opened {
  readonly page: Page;
  readonly asked: string[];
  readonly said: string[];
}

describe.skipIf(!chromium.isInstalled)('the HTML report of otel-run smoke in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-html-'));
  const file = join(folder, 'report.html');
  let browser: Browser;

  beforeAll(async () => {
    const requests = ['--request', 'GET /orders/4711', '--request', 'GET /nowhere'];
    const options = ['--service', 'orders', '--timeout', '30', '--html', file, ...requests];
    const command = [process.execPath, 'serve-priced-orders.mjs'];
    const env = { OTEL_METRICS_EXPORTER: 'otlp', OTEL_RUN_FLUSH_TIMEOUT: '10000' };
    const { code } = await run([process.execPath, OTEL_RUN, 'smoke', ...options, '--', ...command], { env });
    expect(code).toBe(1);
    browser = await chromium.start();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: Parameters<Browser['newPage']>[0]): Promise<Opened> {
    const page = await browser.newPage(options);
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', request => asked.push(request.url()));
    page.on('console', message => said.push(message.text()));
    page.on('pageerror', error => said.push(error.message));
    await page.goto(pathToFileURL(file).href);
    asked.shift();
    return { page, asked, said };
  }

  const tooWide = (page: Page) =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  const shows = (page: Page, text: string | RegExp) =>
    page.locator('body').getByText(text).first().waitFor({ timeout: 20_000 });
  const go = (page: Page, place: string) => page.evaluate(`location.hash = ${JSON.stringify(place)}`);

  it.each(SCREENS)(
    'shows everything, asks for nothing, complains about nothing and fits on $screen',
    async ({ viewport, colorScheme }) => {
      const { page, asked, said } = await open({ viewport, colorScheme });
      for (const { place, shows: texts } of PLACES) {
        await go(page, place);
        for (const text of texts) await shows(page, text);
        expect(await tooWide(page), place).toBe(0);
      }
      await page.close();

      expect({ asked: asked.filter(url => !url.startsWith('data:')), said }).toEqual({ asked: [], said: [] });
    },
  );

  it('begins with what failed; what holds is a line that opens', async () => {
    const { page } = await open({});
    const held = page.getByText('Log records inside a request carry its trace id.');

    expect(await page.locator('.check:visible').first().textContent()).toMatch(/^fail/);
    expect(await held.isVisible()).toBe(false);
    await page.locator('#checks .passes > summary').click();
    expect(await held.isVisible()).toBe(true);
    for (const { id } of CHECKS)
      expect(await page.locator('#checks').getByText(id, { exact: true }).isVisible(), id).toBe(true);
    await page.locator('#score > summary').click();
    expect(await page.getByText('RES-005').isVisible()).toBe(true);
    await page.close();
  });

  it('leads from the evidence of a check to the span that it is about', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await page.locator('#checks').getByRole('link', { name: 'show' }).first().click();

    const chosen = page.locator('.waterfall .row.current');
    await expect.poll(async () => (await chosen.boundingBox())?.y, { timeout: 20_000 }).toBeLessThan(844);
    expect(await chosen.textContent()).toContain('price order 4711');
    await page.close();
  });

  it('leads from a request to its trace, draws each span and record in it, and opens them', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 800 } });
    await page.locator('#requests tr', { hasText: '/orders/4711' }).getByRole('link').click();
    await page.locator('.waterfall .bar').first().waitFor();
    const outside = await page.evaluate(`[...document.querySelectorAll('.bar, .tick')].filter(each => {
      const [inner, outer] = [each, each.parentElement].map(one => one.getBoundingClientRect());
      return inner.width === 0 || inner.left < outer.left - 7 || inner.right > outer.right + 7;
    }).length`);
    expect({
      bars: await page.locator('.bar').count(),
      ticks: await page.locator('.tick').count(),
      outside,
    }).toEqual({
      ...{ bars: 4, ticks: 3 },
      outside: 0,
    });

    await page.locator('.waterfall .row.span').first().click();
    await shows(page, 'http.response.status_code');
    await page.locator('.waterfall').getByText('discount was not found').click();
    await shows(page, 'Show in its trace');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('.trace-row').first().waitFor();
    await page.close();
  });
});
