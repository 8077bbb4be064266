import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const { attributeKeys } = await import(new URL('scripts/build/attribute-keys.mjs', import.meta.url).href);

export default defineConfig({
  define: {
    __VERSION__: '"0.0.0-test"',
    __SDK_VERSION__: '"0.0.0-test"',
    __EXPORTER_VERSION__: '"0.0.0-test"',
    __ATTRIBUTE_KEYS__: JSON.stringify(attributeKeys),
  },
  test: {
    globalSetup: ['test/helpers/package-under-test.ts'],
    include: ['test/**/*.test.ts'],
    // Frameworks and bundlers that take minutes, which .ci/run installs: `OTEL_RUN_HEAVY=1 npx vitest run heavy`.
    exclude: [
      '**/node_modules/**',
      'test/.installed/**',
      ...(process.env.OTEL_RUN_HEAVY ? [] : ['test/**/*.heavy.test.ts']),
    ],
    // Tests of processes mostly wait for them.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 180_000,
    hookTimeout: 120_000,
    unstubEnvs: true,
    // A title shows the values of its row in full, so that no two rows have the same title.
    chaiConfig: { truncateThreshold: 400 },
  },
});
