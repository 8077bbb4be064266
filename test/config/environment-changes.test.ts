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

it.each<{ what: string; inputs: Partial<ConfigurationInputs>; changes: Record<string, string> }>([
  { what: 'the declared defaults', inputs: {}, changes: DEFAULTS },
  { what: 'nothing that the environment says already', inputs: { env: DEFAULTS }, changes: {} },
  {
    what: 'the service name of a flag',
    inputs: { flags: { service: 'api' } },
    changes: { ...DEFAULTS, OTEL_SERVICE_NAME: 'api' },
  },
  {
    what: 'the service name of package.json',
    inputs: { packageJson: { 'otel-run': { service: 'api' } } },
    changes: { ...DEFAULTS, OTEL_SERVICE_NAME: 'api' },
  },
  {
    what: 'no label that NODE_ENV gives, since a child may have another',
    inputs: { env: { NODE_ENV: 'production' } },
    changes: DEFAULTS,
  },
  {
    what: 'the label that a flag gives',
    inputs: { flags: { environment: 'eu' } },
    changes: { ...DEFAULTS, OTEL_RUN_ENVIRONMENT: 'eu' },
  },
  {
    what: 'nothing about development and its logs that NODE_ENV gives, since a child may have another',
    inputs: { env: { NODE_ENV: 'test' } },
    changes: WITHOUT_LOGS,
  },
  {
    what: 'the log exporter that was asked for, where NODE_ENV gives development',
    inputs: { env: { NODE_ENV: 'test', OTEL_LOGS_EXPORTER: 'console' } },
    changes: WITHOUT_LOGS,
  },
  { what: 'no log export in development', inputs: { flags: { development: true } }, changes: IN_DEVELOPMENT },
  {
    what: 'the OpenTelemetry variables of a dotenv file that the command reads itself',
    inputs: {
      commandEnvFiles: [file({ OTEL_SERVICE_NAME: 'api', OTEL_METRICS_EXPORTER: 'otlp', PORT: '1' })],
    },
    changes: { ...DEFAULTS, OTEL_SERVICE_NAME: 'api', OTEL_METRICS_EXPORTER: 'otlp' },
  },
  {
    what: 'an env file of otel-run rather than one of the command',
    inputs: {
      envFiles: [file({ OTEL_SERVICE_NAME: 'ours' })],
      commandEnvFiles: [file({ OTEL_SERVICE_NAME: 'theirs' })],
      packageJson: { 'otel-run': { service: 'weakest' } },
    },
    changes: { ...DEFAULTS, OTEL_SERVICE_NAME: 'ours' },
  },
  {
    what: 'no log export in development, even where it was asked for',
    inputs: { flags: { development: true }, env: { OTEL_LOGS_EXPORTER: 'console' } },
    changes: IN_DEVELOPMENT,
  },
  {
    what: 'every variable of an env file',
    inputs: { envFiles: [file({ DATABASE_URL: 'postgres://db', EMPTY: '' })] },
    changes: { ...DEFAULTS, DATABASE_URL: 'postgres://db', EMPTY: '' },
  },
  {
    what: 'no file variable that the environment has, be it empty',
    inputs: { env: { A: '', B: 'x' }, envFiles: [file({ A: '1', B: '2' })] },
    changes: DEFAULTS,
  },
  {
    what: 'a file variable in place of an OTEL_ variable that is empty',
    inputs: { env: { OTEL_SERVICE_NAME: '' }, envFiles: [file({ OTEL_SERVICE_NAME: 'api' })] },
    changes: { ...DEFAULTS, OTEL_SERVICE_NAME: 'api' },
  },
  {
    what: 'the NODE_OPTIONS of an env file as they are',
    inputs: { envFiles: [file({ NODE_OPTIONS: '--max-old-space-size=99' })] },
    changes: { ...DEFAULTS, NODE_OPTIONS: '--max-old-space-size=99' },
  },
  {
    what: 'the later of two env files',
    inputs: { envFiles: [file({ A: '1' }), { path: 'b.env', variables: { A: '2' } }] },
    changes: { ...DEFAULTS, A: '2' },
  },
  {
    what: 'the spelling that the SDK reads',
    inputs: { env: { OTEL_EXPORTER_OTLP_COMPRESSION: ' GZIP' } },
    changes: { ...DEFAULTS, OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
  },
  {
    what: 'no default beside a config file',
    inputs: { env: { OTEL_CONFIG_FILE: 'otel.yaml' }, flags: { service: 'api' } },
    changes: { OTEL_SERVICE_NAME: 'api' },
  },
  {
    what: 'no file variable that the environment has, even when disabled',
    inputs: {
      env: { OTEL_RUN_DISABLED: 'true', OTEL_SERVICE_NAME: 'x' },
      envFiles: [file({ OTEL_SERVICE_NAME: 'y', OTEL_LOG_LEVEL: 'info' })],
    },
    changes: { OTEL_LOG_LEVEL: 'info' },
  },
  {
    what: 'no log exporter beside a config file, not even in development',
    inputs: { flags: { development: true }, env: { OTEL_CONFIG_FILE: 'otel.yaml' } },
    changes: { OTEL_RUN_DEVELOPMENT: 'true' },
  },
  {
    what: 'nothing but env files when disabled',
    inputs: { flags: { service: 'api' }, env: { OTEL_RUN_DISABLED: 'true' }, envFiles: [file({ A: '1' })] },
    changes: { A: '1' },
  },
  {
    what: 'no list of env files, which have been read',
    inputs: { envFiles: [file({ OTEL_RUN_ENV_FILE: 'b.env' })] },
    changes: DEFAULTS,
  },
])('the command gets $what', ({ inputs, changes }) => {
  expect(resolveConfiguration({ flags: {}, env: {}, ...inputs }).environmentChanges).toEqual(changes);
});

it.each([
  { flag: ['a.env', 'b.env'], variable: 'c.env', paths: ['a.env', 'b.env'] },
  { flag: [], variable: 'c.env, d.env', paths: ['c.env', 'd.env'] },
  { flag: undefined, variable: undefined, paths: [] },
])(
  'env files named by the flag $flag and OTEL_RUN_ENV_FILE=$variable are $paths',
  ({ flag, variable, paths }) => {
    expect(envFilePaths(flag, { OTEL_RUN_ENV_FILE: variable })).toEqual(paths);
  },
);
