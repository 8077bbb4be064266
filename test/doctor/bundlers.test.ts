import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applicationFindings, bundleOf } from '../../src/doctor/application-findings.ts';

// What `node scripts/bundle-samples.mjs` lets bundlers write, where it has run.

const OUTPUT = new URL('../.bundles/out/', import.meta.url).pathname;

/** How doctor calls each; where minified output does not tell, by both names. */
const NAMES: Readonly<Record<string, RegExp>> = {
  bun: /^Bun$/,
  ncc: /^ncc$/,
  rollup: /^Rollup$/,
  rspack: /Rspack$/,
  tsdown: /^Rolldown$/,
  tsup: /^esbuild$/,
  vite: /^Rolldown$/,
  webpack: /^webpack/,
};

/** One file by esbuild, not minified: its packages are seen as it is loaded, so there is nothing to tell. */
function isSeenAsItLoads(bundler: string, sample: string): boolean {
  return bundler === 'tsup' && /^server-\w+-inside-plain$/.test(sample);
}

describe.skipIf(!existsSync(OUTPUT))('a bundle (skipped before scripts/bundle-samples.mjs has run)', () => {
  for (const [bundler, name] of Object.entries(NAMES)) {
    const samples = existsSync(OUTPUT) ? readdirSync(join(OUTPUT, bundler)) : [];
    it(`is there: ${bundler}`, () => expect(samples.length).toBeGreaterThanOrEqual(4));

    for (const sample of samples) {
      it(`is told by what is in it: ${bundler} ${sample}`, () => {
        const folder = join(OUTPUT, bundler, sample);
        const main = readdirSync(folder).find(file => /^main\.[cm]js$/.test(file)) ?? '';
        const entry = join(folder, main);
        const application = { folder: dirname(entry), entry, preloads: [] };
        const findings = applicationFindings(application, { nodeOptions: '', syncHooks: true });

        const hidesPackages = !sample.includes('external') && !isSeenAsItLoads(bundler, sample);
        // Express publishes channels, and is alone in what is lazy.
        expect([...(bundleOf(application, true)?.published ?? [])]).toEqual(hidesPackages ? ['express'] : []);
        expect(findings).toHaveLength(hidesPackages && !sample.startsWith('lazy') ? 1 : 0);
        for (const { code, data } of findings) {
          expect(code).toBe('bundled-application');
          expect(data).toMatchObject({ bundler: expect.stringMatching(name), packages: ['pino'] });
        }
      });
    }
  }
});
