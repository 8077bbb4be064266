import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StatusAnswer } from '../../src/view/model/status.ts';
import { findBrowser } from '../helpers/browsers.ts';
import { logsJson, type PlainSpan, send, tracesJson } from '../helpers/otlp-json.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { type Running, start } from '../helpers/processes.ts';

const BROWSERS = (['Chromium', 'Firefox'] as const).map(name =>
  findBrowser(name, { looksAt: 'the page of view' }),
);

const SLEEP = ['-e', 'setInterval(() => {}, 1e9)'];

const TAKES = { timeout: 60_000 };

interface View {
  readonly running: Running;
  readonly url: string;
}

for (const { name, isInstalled, start: startBrowser } of BROWSERS) {
  describe.skipIf(!isInstalled)(`the page of otel-run view in ${name}`, () => {
    let browser: Browser;
    const views: View[] = [];

    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterEach(async () => {
      for (const { running } of views.splice(0)) {
        running.child.kill('SIGTERM');
        await running.ended;
      }
    });
    afterAll(() => browser?.close());

    async function startView(command: readonly string[], options: readonly string[] = []): Promise<View> {
      const argv = [
        process.execPath,
        OTEL_RUN,
        'view',
        '--port',
        '0',
        ...options,
        '--',
        process.execPath,
        ...command,
      ];
      const running = start(argv, { timeout: 170_000 });
      let said = '';
      running.child.stderr.on('data', chunk => {
        said += chunk;
      });
      const address = /otel-run view: (http:\S+)/;
      await expect.poll(() => said, TAKES).toMatch(address);
      const view = { running, url: address.exec(said)?.[1] ?? '' };
      views.push(view);
      return view;
    }

    /** A page that keeps what its console said and what it asked for elsewhere. */
    async function open(url: string, options: Parameters<Browser['newPage']>[0] = {}) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
      const complaints: string[] = [];
      page.on('console', message => complaints.push(message.text()));
      page.on('pageerror', error => complaints.push(error.message));
      page.on('dialog', dialog => {
        complaints.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', request => {
        if (!request.url().startsWith(new URL(url).origin) && !/^(?:data|blob):/.test(request.url()))
          complaints.push(`asked for ${request.url()}`);
      });
      await page.goto(url);
      return { page, complaints };
    }

    const row = (page: Page, text: string | RegExp) => page.locator('.trace-row', { hasText: text }).first();

    it('shows what an application does to somebody who looks: live, filtered, to the line that failed, to a smoke test', async () => {
      const file = join(tmpdir(), `view-page-${process.pid}.html`);
      const { running, url } = await startView(['serve-shop.mjs'], ['--save', file]);
      await running.printed('LISTENING');
      const shop = `http://127.0.0.1:${/LISTENING (\d+)/.exec(running.output())?.[1]}`;
      const { page, complaints } = await open(url);
      await page.getByText('No traces yet').waitFor(TAKES);

      // It appears by itself.
      await fetch(`${shop}/products/7`);
      await row(page, '/products/:id').waitFor(TAKES);
      await fetch(`${shop}/slow`);
      await fetch(`${shop}/checkout`, { method: 'POST' });
      await row(page, 'POST /checkout').waitFor(TAKES);
      await row(page, '/slow').getByText('N+1').waitFor(TAKES);
      expect(await page.locator('h1').textContent()).toMatch(/3 requests.*1 error.*slowest GET \/slow/);

      // Filtered by a text that only a record inside of the trace has.
      await page.keyboard.press('/');
      await page.keyboard.type('basket was priced');
      await expect.poll(() => page.locator('.trace-row').count(), TAKES).toBe(1);
      expect(await row(page, '/slow').isVisible()).toBe(true);
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.getByLabel('Status').selectOption('5xx');
      await expect.poll(() => page.locator('.trace-row').count(), TAKES).toBe(1);

      // The error: its stack and the lines of the source first.
      await row(page, 'POST /checkout').click();
      await page
        .getByText("TypeError: Cannot read properties of undefined (reading 'amount')")
        .first()
        .waitFor(TAKES);
      expect(await page.locator('.excerpt .at').first().textContent()).toContain('prices.get(item).amount');
      expect(await page.locator('.stack').first().textContent()).toContain('serve-shop.mjs');

      // From the error to its span, whose address leads to it again.
      await page.locator('.error-card').getByRole('link').first().click();
      await page.locator('.details').getByText('http.route').waitFor(TAKES);
      const linked = await open(page.url());
      await linked.page.locator('.row.current').waitFor(TAKES);
      await linked.page.close();

      // By the keyboard back to the list, and from the trace that was open to the one below: the loop.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page
        .locator('.finding-note')
        .getByText(/8 calls of/)
        .waitFor(TAKES);
      expect(await page.locator('.waterfall .row.span').count()).toBe(17);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor(TAKES);
      await page.keyboard.press('Escape');

      // Paused, nothing moves.
      await page.keyboard.press('1');
      await page.keyboard.press('p');
      await fetch(`${shop}/products/8`);
      await page.getByText(/Paused, \d+ new/).waitFor(TAKES);
      expect(await page.locator('.trace-row').count()).toBe(3);
      await page.keyboard.press('p');
      await row(page, '/products/8').waitFor(TAKES);

      // Chosen requests become a smoke test.
      await row(page, '/products/7').getByRole('checkbox').check();
      await row(page, '/slow').getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Save as smoke test' }).click();
      const dialog = page.getByRole('dialog', { name: 'Save as smoke test' });
      await dialog.getByText(/otel-run smoke/).waitFor(TAKES);
      expect(await dialog.textContent()).toMatch(/GET \/products\/:id/);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name: /Download/ }).click(),
      ]);
      expect(readFileSync(await download.path(), 'utf8')).toContain('GET /slow');
      await page.keyboard.press('Escape');

      // Records, as they come.
      await page.keyboard.press('2');
      await page.getByLabel('Severity').selectOption('error');
      await page
        .locator('.log-row', { hasText: 'checkout failed' })
        .getByRole('link', { name: 'trace' })
        .click();
      await page.locator('.row.log.current').waitFor(TAKES);
      for (const key of ['3', '4', '5', '6']) await page.keyboard.press(key);
      expect(complaints).toEqual([]);
      await page.close();

      // And the same, frozen.
      running.child.kill('SIGTERM');
      await running.ended;
      const frozen = await open(pathToFileURL(file).href);
      await row(frozen.page, '/slow').click();
      await frozen.page
        .locator('.finding-note')
        .getByText(/8 calls of/)
        .waitFor(TAKES);
      expect(frozen.complaints.filter(line => !line.startsWith('asked for file:'))).toEqual([]);
      await frozen.page.close();
      rmSync(file, { force: true });
    });

    it('runs nothing that an application sends, shows it as it is, and says that it lost the connection', async () => {
      const evil = HOSTILE.join(' ');
      const { running, url } = await startView([...SLEEP, evil]);
      const receiver = await receiverOf(url);
      const now = Date.now();
      const ids = { traceId: 'e'.repeat(32), spanId: '1'.repeat(16) };
      const attributes = {
        [evil]: evil,
        __proto__x: evil,
        'url.full': 'javascript:window.hacked=1',
        'http.route': evil,
      };
      const exception = {
        'exception.type': evil,
        'exception.message': evil,
        'exception.stacktrace': `${evil}\n    at ${evil}`,
      };
      const spans: PlainSpan[] = [
        {
          ...ids,
          name: evil,
          kind: 2,
          from: now - 50,
          to: now,
          attributes,
          error: evil,
          events: [{ name: 'exception', attributes: exception }],
        },
      ];
      await send(`${receiver}/v1/traces`, tracesJson(evil, spans));
      await send(
        `${receiver}/v1/logs`,
        logsJson(evil, [
          { ...ids, at: now, body: evil, severity: 'ERROR', attributes: { ...attributes, ...exception } },
        ]),
      );
      await send(`${receiver}/v1/metrics`, metricJson(evil));
      const { page, complaints } = await open(url);

      const record = `trace/${ids.traceId}/log-1`;
      const span = `trace/${ids.traceId}/${ids.spanId}`;
      for (const place of [
        'traces',
        'logs',
        'logs/1',
        'findings',
        'map',
        'processes',
        'metrics',
        record,
        span,
      ]) {
        await page.evaluate(`location.hash = '#/${place}'`);
        await page.locator('#page').getByText('<img').filter({ visible: true }).first().waitFor(TAKES);
        expect([place, await page.evaluate(STATE)]).toEqual([place, NOTHING_FOREIGN]);
      }
      await page.locator('.details').getByText('<img').first().waitFor(TAKES);
      expect(complaints).toEqual([]);

      running.child.kill('SIGTERM');
      await page.getByText('Connection lost').waitFor(TAKES);
      await page.close();
    });

    // What a page holds is asked of the debugger of Chromium.
    it.runIf(name === 'Chromium')('stays small and quick to open with 20,000 spans', async () => {
      const { url } = await startView(SLEEP);
      const receiver = await receiverOf(url);
      const { page } = await open(url);
      await page.getByText('No traces yet').waitFor(TAKES);
      const now = Date.now();
      const deep = traceOf('d', now, 5000);
      await send(`${receiver}/v1/traces`, tracesJson('shop', deep));
      for (let part = 0; part < 15; part++) {
        const small = Array.from({ length: 100 }, (_, index) =>
          traceOf(`${part}a${index}b`, now - index, 10),
        ).flat();
        await send(`${receiver}/v1/traces`, tracesJson('shop', small));
      }
      const burst = Array.from({ length: 3000 }, (_, index) => ({
        at: now + index,
        body: `record ${index}`,
      }));
      await send(`${receiver}/v1/logs`, logsJson('shop', burst));
      const tabs = () => page.locator('.tabs').textContent();
      // Everything that came, although no answer or event has room for all of it; and again for a page that is opened later.
      await expect.poll(tabs, TAKES).toMatch(/Traces1,501Logs3,000/);
      await page.reload();
      await expect.poll(tabs, TAKES).toMatch(/Traces1,501Logs3,000/);
      const list = await measure(page);
      await page.locator('main').evaluate(element => element.scrollTo(0, 1e9));
      await expect.poll(() => page.locator('.trace-row').count(), TAKES).toBeLessThan(80);

      const before = Date.now();
      await page.evaluate(`location.hash = '#/trace/${deep[0]?.traceId}'`);
      await page.locator('.waterfall .row.span').first().waitFor(TAKES);
      const openMs = Date.now() - before;
      const waterfall = await measure(page);
      process.stdout.write(
        `20,000 spans, 1,501 traces: list ${describeSize(list)}; a trace of 5,000 spans opened in ${openMs} ms: ${describeSize(waterfall)}\n`,
      );

      expect(await page.locator('.waterfall').textContent()).toContain('5,000 spans');
      // What is drawn does not grow with what is there.
      expect(list.elements).toBeLessThan(1500);
      expect(waterfall.elements).toBeLessThan(1500);
      expect(waterfall.heapMb).toBeLessThan(150);
      await page.close();
    });
  });
}

/** Where a view takes telemetry over HTTP. */
async function receiverOf(url: string): Promise<string> {
  const status = (await (await fetch(`${url}api/status`)).json()) as StatusAnswer;
  return status.receiver.http;
}

const HOSTILE = [
  '</script><script>window.hacked=1</script>',
  '<img src=x onerror=window.hacked=1>',
  '<svg/onload=window.hacked=1>',
  '"><iframe srcdoc="<script>parent.hacked=1</script>">',
  "'-window.hacked=1-'",
  '$' + '{window.hacked=1}',
  '{{constructor.constructor("window.hacked=1")()}}',
  'javascript:window.hacked=1',
  '<!--',
  ']]>',
  '\u202Egnp.exe',
  'Set-Cookie: a=b\r\nLocation: http://evil.example/',
];

/** An expression that tells what of others a page has in it. */
const STATE = `({
  hacked: window.hacked ?? null,
  scripts: document.scripts.length,
  foreign: document.querySelectorAll('img, iframe, object, embed, base, link[rel=stylesheet], form').length,
  handlers: [...document.querySelectorAll('*')].filter(each => [...each.attributes].some(({ name }) => name.startsWith('on'))).length,
  links: [...document.links].filter(({ href }) => !href.startsWith(location.origin)).length,
})`;
const NOTHING_FOREIGN = { hacked: null, scripts: 2, foreign: 0, handlers: 0, links: 0 };

/** The body of an export request for a metric whose every text is the same. */
function metricJson(text: string): string {
  const attributes = [{ key: text, value: { stringValue: text } }];
  const gauge = { dataPoints: [{ timeUnixNano: `${Date.now()}000000`, asDouble: 1, attributes }] };
  const metrics = [{ name: text, unit: text, description: text, gauge }];
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: text } }] };
  return JSON.stringify({
    resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: text }, metrics }] }],
  });
}

/** A trace whose spans are each below the one before or the root. */
function traceOf(name: string, now: number, length: number): PlainSpan[] {
  const traceId = Buffer.from(name.padEnd(16, '.')).toString('hex');
  const spanId = (index: number) => (index + 1).toString(16).padStart(16, '0');
  return Array.from({ length }, (_, index) => ({
    traceId,
    spanId: spanId(index),
    ...(index > 0 && { parentSpanId: spanId(index % 7 === 0 ? index - 1 : 0) }),
    name: index === 0 ? `GET /${name.slice(0, 1)}` : `work ${'abc'[index % 3]}`,
    kind: index === 0 ? 2 : 1,
    from: now + index,
    to: index === 0 ? now + length : now + index + 1,
    attributes: { 'http.request.method': 'GET', 'url.path': `/${name}`, note: 'x'.repeat(200) },
  }));
}

interface Size {
  readonly elements: number;
  readonly heapMb: number;
}

async function measure(page: Page): Promise<Size> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const elements = Number(await page.evaluate("document.querySelectorAll('*').length"));
  await session.detach();
  return { elements, heapMb: Math.round(usedSize / 1e5) / 10 };
}

function describeSize({ elements, heapMb }: Size): string {
  return `${elements} elements, ${heapMb} MB of heap`;
}
