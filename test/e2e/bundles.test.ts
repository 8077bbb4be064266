import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APPLICATION,
  type Bundle,
  bundle,
  type Outcome,
  observe,
  type Way,
} from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { run } from '../helpers/processes.ts';

/** The others take more than `npm ci` brings: see bundles.heavy.test.ts. */
const WAYS: readonly Way[] = [
  { name: 'esbuild, ES module', bundler: 'esbuild', format: 'esm' },
  { name: 'esbuild, CommonJS, minified', bundler: 'esbuild', format: 'cjs', minify: true },
  { name: 'Rolldown, ES module, minified', bundler: 'rolldown', format: 'esm', minify: true },
];

let collector: Collector;
let bundles: readonly Bundle[] = [];
beforeAll(async () => {
  [collector, ...bundles] = await Promise.all([startCollector(), ...WAYS.map(way => bundle(way, true))]);
});
afterAll(async () => {
  for (const { remove } of bundles) remove();
  await collector.close();
});

describe.each(nodes())('a bundle with the plugin on Node.js $version', ({ version, path: node }) => {
  let twin: Outcome;
  beforeAll(async () => {
    twin = await observe(APPLICATION, node, collector, `twin on ${version}`);
  });

  it.each(WAYS.map((way, index) => ({ ...way, index })))('is seen as its files are: $name', async way => {
    const file = bundles[way.index]?.file ?? '';

    const [bare, observed] = await Promise.all([
      run([node, file]),
      observe(file, node, collector, `${way.name} on ${version}`),
    ]);

    expect(twin.telemetry.length).toBeGreaterThan(20);
    expect(observed.telemetry).toEqual(twin.telemetry);
    expect(bare).toEqual(twin.ended);
    expect(observed.ended).toEqual(twin.ended);
  });
});
