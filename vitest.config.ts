import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/helpers/longest-first.ts';

const { attributeKeys } = await import(new URL('scripts/build/attribute-keys.mjs', import.meta.url).href);

/** Tests that need the build, the packed package, or processes of their own. */
const PROCESSES = [
  'test/{e2e,documents,logs,testing,scripts}/**/*.test.ts',
  'test/preload/{door,taken-at-start,cheaper-upstream,delivery/delivery-thread}.test.ts',
  'test/**/*.heavy.test.ts',
  // It measures how long expressions take.
  'test/shared/hostile-text.test.ts',
];

const NEVER = ['**/node_modules/**', 'test/.installed/**'];

/** What takes long, or needs what .ci/run installs: `OTEL_RUN_HEAVY=1 npx vitest run heavy`. */
const HEAVY = process.env.OTEL_RUN_HEAVY ? [] : ['test/**/*.heavy.test.ts'];

export default defineConfig({
  define: {
    __VERSION__: '"0.0.0-test"',
    __SDK_VERSION__: '"0.0.0-test"',
    __EXPORTER_VERSION__: '"0.0.0-test"',
    __ATTRIBUTE_KEYS__: JSON.stringify(attributeKeys),
  },
  test: {
    sequence: { sequencer: LongestFirst },
    // Tests of processes mostly wait for them.
    maxWorkers: Math.max(2, availableParallelism()),
    unstubEnvs: true,
    // A title shows the values of its row in full, so that no two rows have the same title.
    chaiConfig: { truncateThreshold: 400 },
    projects: [
      {
        extends: true,
        test: {
          name: 'processes',
          globalSetup: ['test/helpers/package-under-test.ts'],
          include: PROCESSES,
          exclude: [...NEVER, ...HEAVY],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...NEVER, ...PROCESSES],
          testTimeout: 60_000,
          // The files share their modules, which takes half of the time.
          isolate: false,
        },
      },
    ],
  },
});
