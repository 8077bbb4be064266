import { describe, expect, it } from 'vitest';
import type { ConfigurationInputs } from '../../src/config/configuration.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';

const resolve = (inputs: Partial<ConfigurationInputs>) =>
  resolveConfiguration({ flags: {}, env: {}, ...inputs });

describe('development mode', () => {
  it.each<{ title: string; inputs: Partial<ConfigurationInputs>; on: boolean; because: string }>([
    { title: 'is off without NODE_ENV', inputs: {}, on: false, because: 'NODE_ENV is not set' },
    {
      title: 'is off in production',
      inputs: { env: { NODE_ENV: 'production' } },
      on: false,
      because: 'NODE_ENV=production',
    },
    {
      title: 'is on in development',
      inputs: { env: { NODE_ENV: 'development' } },
      on: true,
      because: 'NODE_ENV=development',
    },
    { title: 'is on in test', inputs: { env: { NODE_ENV: 'test' } }, on: true, because: 'NODE_ENV=test' },
    {
      title: 'says which env file decided',
      inputs: { envFiles: [{ path: '.env', variables: { NODE_ENV: 'development' } }] },
      on: true,
      because: 'NODE_ENV=development in .env',
    },
    {
      title: 'is never decided by the label',
      inputs: { flags: { environment: 'development' } },
      on: false,
      because: 'NODE_ENV is not set',
    },
    {
      title: 'is on by flag',
      inputs: { flags: { development: true }, env: { NODE_ENV: 'production' } },
      on: true,
      because: '--development',
    },
    {
      title: 'is off by flag',
      inputs: { flags: { development: false }, env: { OTEL_RUN_DEVELOPMENT: 'true' } },
      on: false,
      because: '--no-development',
    },
    {
      title: 'is off by variable',
      inputs: { env: { OTEL_RUN_DEVELOPMENT: 'FALSE', NODE_ENV: 'test' } },
      on: false,
      because: 'OTEL_RUN_DEVELOPMENT=false',
    },
    {
      title: 'is off where the variable is not a boolean: only true is true',
      inputs: { env: { OTEL_RUN_DEVELOPMENT: '1', NODE_ENV: 'test' } },
      on: false,
      because: 'OTEL_RUN_DEVELOPMENT=1',
    },
  ])('$title', ({ inputs, on, because }) => {
    expect(resolve(inputs).development).toEqual({ on, because });
  });
});

describe('telemetry is disabled', () => {
  it.each<{ env: Record<string, string>; on: boolean }>([
    { env: { OTEL_RUN_DISABLED: 'true' }, on: true },
    { env: { OTEL_SDK_DISABLED: ' TRUE ' }, on: true },
    { env: { OTEL_SDK_DISABLED: '1' }, on: false },
    { env: {}, on: false },
  ])('by $env: $on', ({ env, on }) => {
    expect(resolve({ env }).disabled.on).toBe(on);
  });
});
