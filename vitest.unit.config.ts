import { defineConfig, mergeConfig } from 'vitest/config';
import everything from './vitest.config.ts';

/**
 * Tests of pure code: they need neither a build nor the packed package. The files share their modules, which takes half of
 * the time.
 */
const unit = mergeConfig(everything, defineConfig({ test: { testTimeout: 60_000, isolate: false } }));
unit.test.globalSetup = [];
unit.test.exclude = [
  '**/node_modules/**',
  'test/{e2e,documents,logs,testing,scripts}/**',
  'test/preload/{door,taken-at-start,cheaper-upstream,delivery/delivery-thread}.test.ts',
  'test/doctor/single-executable.test.ts',
  // It fills and attacks a view over the network, which takes a third of the time.
  'test/view/safety.test.ts',
  // It measures how long expressions take.
  'test/shared/hostile-text.test.ts',
];
export default unit;
