import { describe, expect, it } from 'vitest';
import type { ConfigurationInputs, EnvFile } from '../../src/config/configuration.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';

const resolve = (inputs: Partial<ConfigurationInputs>) =>
  resolveConfiguration({ flags: {}, env: {}, ...inputs });
const file = (path: string, variables: Record<string, string>): EnvFile => ({ path, variables });
const given = (inputs: Partial<ConfigurationInputs>, name: string) => {
  const setting = resolve(inputs).settings.get(name);
  return setting && [setting.value, setting.source];
};

const manifest = { name: 'shop', 'otel-run': { service: 'from-package', environment: 'from-package' } };
const files = [
  file('a.env', { OTEL_SERVICE_NAME: 'from-a', OTEL_RUN_ENVIRONMENT: 'from-a' }),
  file('b.env', { OTEL_SERVICE_NAME: 'from-b' }),
];

describe('a setting takes its value from the strongest source that gives one', () => {
  it.each<[string, Partial<ConfigurationInputs>, string, [string, string] | undefined]>([
    [
      'a flag over everything',
      {
        flags: { service: 'from-flag' },
        env: { OTEL_SERVICE_NAME: 'from-env' },
        envFiles: files,
        packageJson: manifest,
      },
      'OTEL_SERVICE_NAME',
      ['from-flag', 'flag'],
    ],
    [
      'the environment over env files',
      { env: { OTEL_SERVICE_NAME: 'from-env' }, envFiles: files, packageJson: manifest },
      'OTEL_SERVICE_NAME',
      ['from-env', 'env'],
    ],
    [
      'a later env file over an earlier one',
      { envFiles: files },
      'OTEL_SERVICE_NAME',
      ['from-b', 'env-file:b.env'],
    ],
    [
      'an earlier env file where the later is silent',
      { envFiles: files, packageJson: manifest },
      'OTEL_RUN_ENVIRONMENT',
      ['from-a', 'env-file:a.env'],
    ],
    [
      'package.json over nothing',
      { packageJson: manifest },
      'OTEL_SERVICE_NAME',
      ['from-package', 'package.json'],
    ],
    ['never the name of the package', { packageJson: { name: 'shop' } }, 'OTEL_SERVICE_NAME', undefined],
    [
      'package.json as long as it is text',
      { packageJson: { 'otel-run': { service: 7 } } },
      'OTEL_SERVICE_NAME',
      undefined,
    ],
    [
      'no package.json settings that are no object',
      { packageJson: { 'otel-run': 'api' } },
      'OTEL_SERVICE_NAME',
      undefined,
    ],
    [
      'the next source after an empty value',
      { flags: { service: '' }, env: { OTEL_SERVICE_NAME: '  ' }, envFiles: files },
      'OTEL_SERVICE_NAME',
      ['from-b', 'env-file:b.env'],
    ],
    [
      'the declared default after an empty value',
      { env: { OTEL_TRACES_EXPORTER: '' } },
      'OTEL_TRACES_EXPORTER',
      ['otlp', 'default'],
    ],
    [
      'the declared default after an empty list',
      { env: { OTEL_METRICS_EXPORTER: ' , ' } },
      'OTEL_METRICS_EXPORTER',
      ['none', 'default'],
    ],
    ['nothing where nothing is declared', {}, 'OTEL_EXPORTER_OTLP_ENDPOINT', undefined],
    [
      'no default beside a config file',
      { env: { OTEL_CONFIG_FILE: 'otel.yaml' } },
      'OTEL_TRACES_EXPORTER',
      undefined,
    ],
    ['--fail-open', { flags: { failOpen: true } }, 'OTEL_RUN_FAIL_OPEN', ['true', 'flag']],
    [
      'an unreadable env file as if it were empty',
      { envFiles: [{ path: 'x.env', error: 'ENOENT' }] },
      'OTEL_SERVICE_NAME',
      undefined,
    ],
    [
      'known names in any case',
      { env: { OTEL_TRACES_EXPORTER: 'OTLP, Console' } },
      'OTEL_TRACES_EXPORTER',
      ['otlp,console', 'env'],
    ],
    [
      'known values without the space around them',
      { env: { OTEL_EXPORTER_OTLP_ENDPOINT: ' http://c:4318 ' } },
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      ['http://c:4318', 'env'],
    ],
    [
      'unknown names as they are',
      { env: { OTEL_TRACES_SAMPLER: 'Sometimes' } },
      'OTEL_TRACES_SAMPLER',
      ['Sometimes', 'env'],
    ],
    [
      'no log export in development',
      { env: { NODE_ENV: 'test' } },
      'OTEL_LOGS_EXPORTER',
      ['none', 'default'],
    ],
  ])('%s', (_title, inputs, name, expected) => {
    expect(given(inputs, name)).toEqual(expected);
  });
});

describe('the service name', () => {
  const attributes = 'service.name=from-attributes,team=shop';
  it.each<[string, Partial<ConfigurationInputs>, string | undefined, string | undefined]>([
    [
      'is in OTEL_RESOURCE_ATTRIBUTES too',
      { env: { OTEL_RESOURCE_ATTRIBUTES: attributes } },
      'from-attributes',
      'env',
    ],
    [
      'in package.json beats attributes of the environment',
      { env: { OTEL_RESOURCE_ATTRIBUTES: attributes }, packageJson: manifest },
      'from-package',
      'package.json',
    ],
    [
      'in attributes of an env file loses to OTEL_SERVICE_NAME',
      { env: { OTEL_SERVICE_NAME: 'x' }, envFiles: [file('a', { OTEL_RESOURCE_ATTRIBUTES: attributes })] },
      'x',
      'env',
    ],
    [
      'is lost with all attributes by one bad entry',
      { env: { OTEL_RESOURCE_ATTRIBUTES: `${attributes},oops` } },
      undefined,
      undefined,
    ],
    ['is not there when nobody stated it', {}, undefined, undefined],
  ])('%s', (_title, inputs, value, source) => {
    const { serviceName } = resolve(inputs);
    expect([serviceName?.value, serviceName?.source]).toEqual([value, source]);
  });
});

describe('the environment label', () => {
  const env = {
    OTEL_RUN_ENVIRONMENT: 'own',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=attribute',
    NODE_ENV: 'production',
  };
  it.each<[string, Partial<ConfigurationInputs>, string | undefined]>([
    ['is what --environment says', { flags: { environment: 'flag' }, env }, 'flag'],
    ['else what OTEL_RUN_ENVIRONMENT says', { env }, 'own'],
    ['else the attribute', { env: { ...env, OTEL_RUN_ENVIRONMENT: '' } }, 'attribute'],
    [
      'else the attribute under its former name',
      { env: { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=old', NODE_ENV: 'x' } },
      'old',
    ],
    ['else NODE_ENV', { env: { NODE_ENV: 'production' } }, 'production'],
    ['also a NODE_ENV from an env file', { envFiles: [file('a', { NODE_ENV: 'staging' })] }, 'staging'],
    ['else not there', {}, undefined],
    [
      "is the config file's where there is one",
      { env: { NODE_ENV: 'production', OTEL_CONFIG_FILE: 'otel.yaml' } },
      undefined,
    ],
  ])('%s', (_title, inputs, expected) => {
    expect(resolve(inputs).environment?.value).toBe(expected);
  });
});
