import { describe, expect, it } from 'vitest';
import type { ConfigurationInputs } from '../../src/config/configuration.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';

const resolve = (inputs: Partial<ConfigurationInputs>) =>
  resolveConfiguration({ flags: {}, env: {}, ...inputs });

describe('development mode', () => {
  it.each<[string, Partial<ConfigurationInputs>, boolean, string]>([
    ['is off without NODE_ENV', {}, false, 'NODE_ENV is not set'],
    ['is off in production', { env: { NODE_ENV: 'production' } }, false, 'NODE_ENV=production'],
    ['is on in development', { env: { NODE_ENV: 'development' } }, true, 'NODE_ENV=development'],
    ['is on in test', { env: { NODE_ENV: 'test' } }, true, 'NODE_ENV=test'],
    [
      'says which env file decided',
      { envFiles: [{ path: '.env', variables: { NODE_ENV: 'development' } }] },
      true,
      'NODE_ENV=development in .env',
    ],
    [
      'is never decided by the label',
      { flags: { environment: 'development' } },
      false,
      'NODE_ENV is not set',
    ],
    [
      'is on by flag',
      { flags: { development: true }, env: { NODE_ENV: 'production' } },
      true,
      '--development',
    ],
    [
      'is off by flag',
      { flags: { development: false }, env: { OTEL_RUN_DEVELOPMENT: 'true' } },
      false,
      '--no-development',
    ],
    [
      'is off by variable',
      { env: { OTEL_RUN_DEVELOPMENT: 'FALSE', NODE_ENV: 'test' } },
      false,
      'OTEL_RUN_DEVELOPMENT=false',
    ],
    [
      'is off where the variable is no boolean: only true is true',
      { env: { OTEL_RUN_DEVELOPMENT: '1', NODE_ENV: 'test' } },
      false,
      'OTEL_RUN_DEVELOPMENT=1',
    ],
  ])('%s', (_title, inputs, on, because) => {
    expect(resolve(inputs).development).toEqual({ on, because });
  });
});

describe('telemetry is disabled', () => {
  it.each<[Record<string, string>, boolean]>([
    [{ OTEL_RUN_DISABLED: 'true' }, true],
    [{ OTEL_SDK_DISABLED: ' TRUE ' }, true],
    [{ OTEL_SDK_DISABLED: '1' }, false],
    [{}, false],
  ])('by %o: %s', (env, on) => {
    expect(resolve({ env }).disabled.on).toBe(on);
  });
});
