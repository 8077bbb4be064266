import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { UPSTREAM_ARRIVALS } from '../../src/libraries/upstream-arrivals.ts';

/** Scripts have no declarations. */
const scriptOf = (path: string) => import(new URL(`../../scripts/${path}`, import.meta.url).href);

const { bundledInstrumentations } = await scriptOf('build/bundled-instrumentations.mjs');
const { libraryDocument } = await scriptOf('library-list.mjs');

it('docs/libraries.md is what the tables say: npm run docs', async () => {
  const file = new URL('../../docs/libraries.md', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(await libraryDocument());
});

it('every instrumentation that is bundled says what arrives of it, in src/libraries/upstream-arrivals.ts', () => {
  const names = bundledInstrumentations().map(({ shortName }: { shortName: string }) => shortName);
  expect(names.filter((name: string) => !Object.hasOwn(UPSTREAM_ARRIVALS, name))).toEqual([]);
});
