import { readFileSync } from 'node:fs';
import satisfies from 'semver/functions/satisfies.js';
import { expect, it } from 'vitest';
import { UPSTREAM_ARRIVALS } from '../../src/libraries/upstream-arrivals.ts';

/** Scripts have no declarations. */
const scriptOf = (path: string) => import(new URL(`../../scripts/${path}`, import.meta.url).href);

const { bundledInstrumentations } = await scriptOf('build/bundled-instrumentations.mjs');
const { libraries, libraryDocument, testedVersions } = await scriptOf('library-list.mjs');

it('docs/libraries.md is what the tables say: npm run docs', async () => {
  const file = new URL('../../docs/libraries.md', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(await libraryDocument());
});

it('every instrumentation that is bundled says what arrives of it, in src/libraries/upstream-arrivals.ts', () => {
  const names = bundledInstrumentations().map(({ shortName }: { shortName: string }) => shortName);
  expect(names.filter((name: string) => !Object.hasOwn(UPSTREAM_ARRIVALS, name))).toEqual([]);
});

it('every library that is in no table of tests has a test of its own, where the page says so', async () => {
  const { OF_THEIR_OWN } = await scriptOf('held-by-tests.mjs');
  const rows: readonly { name: string; targets: object }[] = await libraries();
  const wrong = Object.entries<string>(OF_THEIR_OWN).filter(([name, file]) => {
    const code = readFileSync(new URL(`../e2e/${file}.test.ts`, import.meta.url), 'utf8');
    const targets = rows.find(row => row.name === name)?.targets ?? {};
    return ![name, ...Object.keys(targets)].some(word => code.includes(word));
  });
  expect(wrong).toEqual([]);
});

/** Since version 4 it consists of packages that have their own versions. */
const OF_PACKAGES = ['redis'];

it('every version that tests run against is one that its library is instrumented in', async () => {
  const targets: readonly [string, readonly string[]][] = (await libraries()).flatMap(
    (row: { targets: object }) => Object.entries(row.targets),
  );
  const tested: ReadonlyMap<string, readonly string[]> = testedVersions();
  const beyond = [...tested].flatMap(([name, versions]) => {
    const ranges = targets.flatMap(([target, known]) => (target === name ? known : []));
    if (ranges.length === 0 || OF_PACKAGES.includes(name)) return [];
    const isKnown = (version: string) => ranges.some(range => satisfies(version, range));
    return versions.filter(version => !isKnown(version)).map(version => `${name} ${version}`);
  });
  expect(beyond).toEqual([]);
});
