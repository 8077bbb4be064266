import satisfies from 'semver/functions/satisfies.js';
import { expect, it } from 'vitest';

const { shortRanges }: { shortRanges(targets: object): Readonly<Record<string, readonly string[]>> } =
  await import(new URL('../../../scripts/build/short-ranges.mjs', import.meta.url).href);

const ROWS = [
  { range: '>=4.0.0 <5', short: '>=4 <5' },
  { range: '>=2.31.0 <4', short: '>=2.31 <4' },
  { range: '>=0.30.0 <1', short: '>=0.30 <1' },
  { range: '>=8.0.3 <9', short: '>=8.0.3 <9' },
  { range: '>=10.0.10', short: '>=10.0.10' },
  { range: '>=2.0.0-rc.1 <3', short: '>=2.0.0-rc.1 <3' },
  { range: '>=3.0.0', short: '>=3' },
  { range: '^4.0.0 || >=5.0.0 <5.3.0', short: '^4.0.0 || >=5 <5.3.0' },
];

const VERSIONS = [
  '0.29.9',
  '0.30.0',
  '2.0.0-rc.1',
  '2.31.0',
  '3.0.0-0',
  '3.0.0',
  '4.0.0-rc.1',
  '4.0.0',
].concat(['5.0.0', '5.2.9', '5.3.0', '8.0.2', '8.0.3', '9.0.0', '10.0.9', '10.0.10']);

it.each(ROWS)('the range $range is short, and the same', ({ range, short }) => {
  expect(shortRanges({ express: ['*', range] })).toEqual({ express: ['*', short] });
  const within = (either: string) => VERSIONS.filter(version => satisfies(version, either));
  expect(within(short)).toEqual(within(range));
});
