import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector?.close());

/**
 * What the fixture has, and how many lines are the bare ones where not all are: the last frames had no room beside ours in
 * Express, and hooks of an instrumentation give Fastify other frames of its own.
 */
const FRAMEWORKS = [
  { framework: 'express', lines: 8 },
  { framework: 'express, later' },
  { framework: 'koa' },
  { framework: 'koa, later' },
  { framework: 'fastify', lines: 3 },
];

describe.each(nodes())('an error that a framework prints, Node.js $version', ({ version, path: node }) => {
  it.concurrent.each(FRAMEWORKS)('looks as bare: $framework', async ({ framework, lines }) => {
    const argv = [node, '--no-deprecation', 'printed-errors.cjs', framework];
    const env = preloaded(collector.environment(`printed-${framework.replaceAll(/\W+/g, '-')}-${version}`));

    const [bare, instrumented] = await Promise.all([run(argv), run(argv, { env })]);

    expect(bare.stderr).toContain('no such order');
    expect(instrumented.stderr).not.toContain('otel-run');
    expect(instrumented.stderr.split('\n').slice(0, lines)).toEqual(bare.stderr.split('\n').slice(0, lines));
    expect(instrumented.code).toBe(0);
  });
});

describe.each(nodes())('an error of an import, Node.js $version', ({ path: node }) => {
  it.concurrent('shows no text of the hooks in its stack', async () => {
    const file = new URL('../../biome.json', import.meta.url).href;
    const argv = [node, '--input-type=module', '-e', `await import('${file}?as=text')`];

    const { stderr, code } = await run(argv, { env: preloaded(collector.environment('import-error')) });

    expect(code).toBe(1);
    expect(stderr).toMatch(/ERR_IMPORT_A/);
    expect(stderr).not.toContain('data:text/javascript');
  });
});
