import { expect, it } from 'vitest';
import type { ConfigurationInputs, EnvFile } from '../../src/config/configuration.ts';
import { envFilePaths } from '../../src/config/env-file-paths.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';

const DEFAULTS = {
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_TRACES_SAMPLER: 'parentbased_always_on',
};
const IN_DEVELOPMENT = { ...DEFAULTS, OTEL_LOGS_EXPORTER: 'none', OTEL_RUN_DEVELOPMENT: 'true' };
const { OTEL_LOGS_EXPORTER: _, ...WITHOUT_LOGS } = DEFAULTS;
const file = (variables: Record<string, string>): EnvFile => ({ path: '.env', variables });

it.each<[string, Partial<ConfigurationInputs>, Record<string, string>]>([
  ['the declared defaults', {}, DEFAULTS],
  ['nothing that the environment says already', { env: DEFAULTS }, {}],
  ['the service name of a flag', { flags: { service: 'api' } }, { ...DEFAULTS, OTEL_SERVICE_NAME: 'api' }],
  [
    'the service name of package.json',
    { packageJson: { 'otel-run': { service: 'api' } } },
    { ...DEFAULTS, OTEL_SERVICE_NAME: 'api' },
  ],
  [
    'no label that NODE_ENV gives, since a child may have another',
    { env: { NODE_ENV: 'production' } },
    DEFAULTS,
  ],
  [
    'the label that a flag gives',
    { flags: { environment: 'eu' } },
    { ...DEFAULTS, OTEL_RUN_ENVIRONMENT: 'eu' },
  ],
  [
    'nothing about development and its logs that NODE_ENV gives, since a child may have another',
    { env: { NODE_ENV: 'test' } },
    WITHOUT_LOGS,
  ],
  [
    'the log exporter that was asked for, where NODE_ENV gives development',
    { env: { NODE_ENV: 'test', OTEL_LOGS_EXPORTER: 'console' } },
    WITHOUT_LOGS,
  ],
  ['no log export in development', { flags: { development: true } }, IN_DEVELOPMENT],
  [
    'what the command reads of a dotenv file itself, but for what is not of OpenTelemetry',
    { commandEnvFiles: [file({ OTEL_SERVICE_NAME: 'api', OTEL_METRICS_EXPORTER: 'otlp', PORT: '1' })] },
    { ...DEFAULTS, OTEL_SERVICE_NAME: 'api', OTEL_METRICS_EXPORTER: 'otlp' },
  ],
  [
    'an env file of otel-run rather than one of the command',
    {
      envFiles: [file({ OTEL_SERVICE_NAME: 'ours' })],
      commandEnvFiles: [file({ OTEL_SERVICE_NAME: 'theirs' })],
      packageJson: { 'otel-run': { service: 'weakest' } },
    },
    { ...DEFAULTS, OTEL_SERVICE_NAME: 'ours' },
  ],
  [
    'no log export in development, also where it was asked for',
    { flags: { development: true }, env: { OTEL_LOGS_EXPORTER: 'console' } },
    IN_DEVELOPMENT,
  ],
  [
    'every variable of an env file',
    { envFiles: [file({ DATABASE_URL: 'postgres://db', EMPTY: '' })] },
    { ...DEFAULTS, DATABASE_URL: 'postgres://db', EMPTY: '' },
  ],
  [
    'no file variable that the environment has, be it empty',
    { env: { A: '', B: 'x' }, envFiles: [file({ A: '1', B: '2' })] },
    DEFAULTS,
  ],
  [
    'a file variable for an OTEL_ that is empty in the environment',
    { env: { OTEL_SERVICE_NAME: '' }, envFiles: [file({ OTEL_SERVICE_NAME: 'api' })] },
    { ...DEFAULTS, OTEL_SERVICE_NAME: 'api' },
  ],
  [
    'the NODE_OPTIONS of an env file as they are',
    { envFiles: [file({ NODE_OPTIONS: '--max-old-space-size=99' })] },
    { ...DEFAULTS, NODE_OPTIONS: '--max-old-space-size=99' },
  ],
  [
    'the later of two env files',
    { envFiles: [file({ A: '1' }), { path: 'b.env', variables: { A: '2' } }] },
    { ...DEFAULTS, A: '2' },
  ],
  [
    'the spelling that the SDK reads',
    { env: { OTEL_EXPORTER_OTLP_COMPRESSION: ' GZIP' } },
    { ...DEFAULTS, OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
  ],
  [
    'no default beside a config file',
    { env: { OTEL_CONFIG_FILE: 'otel.yaml' }, flags: { service: 'api' } },
    { OTEL_SERVICE_NAME: 'api' },
  ],
  [
    'no file variable that the environment has, when disabled either',
    {
      env: { OTEL_RUN_DISABLED: 'true', OTEL_SERVICE_NAME: 'x' },
      envFiles: [file({ OTEL_SERVICE_NAME: 'y', OTEL_LOG_LEVEL: 'info' })],
    },
    { OTEL_LOG_LEVEL: 'info' },
  ],
  [
    'no log exporter beside a config file, not even in development',
    { flags: { development: true }, env: { OTEL_CONFIG_FILE: 'otel.yaml' } },
    { OTEL_RUN_DEVELOPMENT: 'true' },
  ],
  [
    'nothing but env files when disabled',
    { flags: { service: 'api' }, env: { OTEL_RUN_DISABLED: 'true' }, envFiles: [file({ A: '1' })] },
    { A: '1' },
  ],
  [
    'no list of env files, which have been read',
    { envFiles: [file({ OTEL_RUN_ENV_FILE: 'b.env' })] },
    DEFAULTS,
  ],
])('the command gets %s', (_title, inputs, expected) => {
  expect(resolveConfiguration({ flags: {}, env: {}, ...inputs }).environmentChanges).toEqual(expected);
});

it.each([
  [['a.env', 'b.env'], 'c.env', ['a.env', 'b.env']],
  [[], 'c.env, d.env', ['c.env', 'd.env']],
  [undefined, undefined, []],
])('env files named by flag %o and OTEL_RUN_ENV_FILE=%s are %o', (flag, variable, expected) => {
  expect(envFilePaths(flag, { OTEL_RUN_ENV_FILE: variable })).toEqual(expected);
});
