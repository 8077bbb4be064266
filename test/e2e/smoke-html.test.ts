import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/checks.ts';
import { findChromium, startChromium } from '../helpers/chromium.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const executable = findChromium();
if (!executable)
  process.stderr.write('SKIPPED: the HTML report was not looked at: no Chromium in the PATH\n');

const SCREENS = [
  { screen: 'a laptop, light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { screen: 'a laptop, dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { screen: 'a phone, light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { screen: 'a small phone, dark', viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
] as const;

/** A page, with everything that it asked for beside itself and everything that its console said. */
interface Opened {
  readonly page: Page;
  readonly asked: string[];
  readonly said: string[];
}

describe.skipIf(!executable)('the HTML report of otel-run smoke in a browser', () => {
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
    browser = await startChromium(executable ?? '');
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

  describe.each(SCREENS)('on $screen', ({ viewport, colorScheme }) => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open({ viewport, colorScheme });
    });
    afterAll(() => opened?.page.close());

    it('asks for nothing, complains about nothing and fits, whatever is open', async () => {
      const { page, asked, said } = opened;

      expect(await tooWide(page)).toBe(0);
      await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
      expect(await tooWide(page)).toBe(0);
      expect({ asked: asked.filter(url => !url.startsWith('data:')), said }).toEqual({ asked: [], said: [] });
    });

    it('shows checks, processes, requests, waterfalls with log records, and metrics', async () => {
      const { page } = opened;
      const shows = (text: string | RegExp, within: string) =>
        page.locator(within).getByText(text).first().isVisible();

      for (const { id } of CHECKS) expect(await shows(id, '#checks'), id).toBe(true);
      expect(await shows(/price order 4711.*its name has a number/, '#checks')).toBe(true);
      expect(await shows('wait-for-signal.cjs', '#processes')).toBe(true);
      expect(await shows(/GET \S+\/nowhere/, '#requests')).toBe(true);
      expect(await shows('price order 4711', '#traces')).toBe(true);
      expect(await shows('discount was not found', '#traces')).toBe(true);
      expect(await shows('orders are served', '#logs')).toBe(true);
      expect(await shows('orders.price', '#metrics')).toBe(true);
      expect(await shows('RES-005', '#score')).toBe(true);
    });

    it('draws each span and each record inside of its trace', async () => {
      const { page } = opened;
      const outside = await page.evaluate(`[...document.querySelectorAll('.bar, .dot')].filter(each => {
        const [inner, outer] = [each, each.parentElement].map(one => one.getBoundingClientRect());
        return inner.width === 0 || inner.left < outer.left - 6 || inner.right > outer.right + 6;
      }).length`);

      expect(await page.locator('.bar').count()).toBe(5);
      expect(await page.locator('.dot').count()).toBe(3);
      expect(outside).toBe(0);
    });
  });

  it('opens a span and a log record by a click, and closes a trace', async () => {
    const { page } = await open({});
    const attribute = page.getByText('http.response.status_code', { exact: true }).first();
    const field = page.getByText('exception.type', { exact: true }).last();

    expect([await attribute.isVisible(), await field.isVisible()]).toEqual([false, false]);
    await page.locator('.span > summary').first().click();
    await page.getByText('discount was not found').click();
    expect([await attribute.isVisible(), await field.isVisible()]).toEqual([true, true]);
    await page.locator('.trace > summary').first().click();
    expect([await attribute.isVisible(), await field.isVisible()]).toEqual([false, false]);
    await page.close();
  });

  it('leads from the evidence of a check to the span that it is about', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await page.locator('#checks').getByRole('link', { name: 'show' }).first().click();

    const name = page.locator('.span:target > summary');
    await expect.poll(async () => (await name.boundingBox())?.y).toBeLessThan(844);
    expect(await name.textContent()).toContain('price order 4711');
    await page.close();
  });
});
