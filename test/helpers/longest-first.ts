import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or more on a slow machine. Started last, one of them would run alone at the end. */
const LONG = [
  'documents',
  'shared-clients',
  'exit',
  'replaced-methods',
  'fuzz',
  'bundles-seen',
  'next',
  'bounded-memory',
  'single-executable',
  'plug-and-play',
  'soak-faults',
  'errors-bare',
];

const rankOf = ({ moduleId }: TestSpecification) => {
  const rank = LONG.indexOf(basename(moduleId, '.test.ts').replace('.heavy', ''));
  return rank === -1 ? LONG.length : rank;
};

/** Vitest's own order, which goes by size where it knows no times, behind the files that take longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rankOf(a) - rankOf(b));
  }
}
