import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.concurrent('OTEL_RUN_EXTEND', () => {
  it('adds span processors and instrumentations of the application', async () => {
    const env = { ...collector.environment('extended'), OTEL_RUN_EXTEND: './extension.cjs' };

    const { code, stderr } = await run(byOtelRun([process.execPath, 'one-request.cjs']), { env });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { spans } = await collector.waitFor('extended', got => got.spans.length >= 3);
    expect(spans.map(({ name }) => name).sort()).toEqual(['GET', 'GET /users/:id', 'counted']);
    expect(spans.map(({ attributes }) => attributes.tenant)).toEqual(['acme', 'acme', 'acme']);
  });

  it('leaves an extension out that does not load, and says so', async () => {
    const env = { ...collector.environment('extended-in-vain'), OTEL_RUN_EXTEND: './no-such-extension.cjs' };

    const { code, stderr } = await run(byOtelRun([process.execPath, 'one-request.cjs']), { env });

    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^otel-run: OTEL_RUN_EXTEND=\.\/no-such-extension\.cjs is left out: Cannot find module .*\n$/,
    );
    await collector.waitFor('extended-in-vain', got => got.spans.length === 2);
  });
});
