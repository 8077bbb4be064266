import { expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';

/** What a dry run in development mode prints on stderr; no service is named. */
async function said(variables: Readonly<Record<string, string>>): Promise<string> {
  let error = '';
  await main(['--dry-run', '--', 'node', 'server.js'], {
    env: { PATH: process.env.PATH, NODE_ENV: 'development', ...variables },
    folder: '/',
    preload: '/preload.cjs',
    out: () => {},
    error: text => {
      error += text;
    },
  });
  return error;
}

it('says in development mode that there is no telemetry, and why, where OTEL_LOG_LEVEL asks for messages', async () => {
  expect(await said({ OTEL_LOG_LEVEL: 'info' })).toMatch(
    /^otel-run: warning: the command runs without telemetry: No service name is set: .* otel-run doctor explains how to fix it\.\n$/,
  );
});

it.each([{}, { OTEL_LOG_LEVEL: 'none' }, { OTEL_LOG_LEVEL: 'error' }, { OTEL_LOG_LEVEL: 'loud' }])(
  'says nothing in development mode with %j',
  async variables => {
    expect(await said(variables)).toBe('');
  },
);

it.each(['error', 'none'])('prints no warning with OTEL_LOG_LEVEL=%s, but why it refuses', async level => {
  const production = { NODE_ENV: 'production', OTEL_LOG_LEVEL: level, OTEL_FOO: '1' };
  expect(await said({ ...production, OTEL_SERVICE_NAME: 'orders' })).toBe('');
  expect(await said(production)).toMatch(/^otel-run: error: No service name is set: .*\n.*\n$/);
});
