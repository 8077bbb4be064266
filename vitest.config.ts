import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __VERSION__: '"0.0.0-test"', __SDK_VERSION__: '"0.0.0-test"' },
  test: {
    globalSetup: ['test/helpers/package-under-test.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    unstubEnvs: true,
  },
});
