import { describe, expect, it } from 'vitest';
import type { ConfigurationInputs, EnvFile } from '../../src/config/configuration.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';

const resolve = (inputs: Partial<ConfigurationInputs>) =>
  resolveConfiguration({ flags: {}, env: {}, ...inputs });
const file = (path: string, variables: Record<string, string>): EnvFile => ({ path, variables });
const given = (inputs: Partial<ConfigurationInputs>, name: string) => {
  const setting = resolve(inputs).settings.get(name);
  return setting && { value: setting.value, source: setting.source };
};

const manifest = { name: 'shop', 'otel-run': { service: 'from-package', environment: 'from-package' } };
const files = [
  file('a.env', { OTEL_SERVICE_NAME: 'from-a', OTEL_RUN_ENVIRONMENT: 'from-a' }),
  file('b.env', { OTEL_SERVICE_NAME: 'from-b' }),
];

describe('a setting takes its value from the strongest source that gives one', () => {
  it.each<{
    title: string;
    inputs: Partial<ConfigurationInputs>;
    name: string;
    setting: { value: string; source: string } | undefined;
  }>([
    {
      title: 'a flag over everything',
      inputs: {
        flags: { service: 'from-flag' },
        env: { OTEL_SERVICE_NAME: 'from-env' },
        envFiles: files,
        packageJson: manifest,
      },
      name: 'OTEL_SERVICE_NAME',
      setting: { value: 'from-flag', source: 'flag' },
    },
    {
      title: 'the environment over env files',
      inputs: { env: { OTEL_SERVICE_NAME: 'from-env' }, envFiles: files, packageJson: manifest },
      name: 'OTEL_SERVICE_NAME',
      setting: { value: 'from-env', source: 'env' },
    },
    {
      title: 'a later env file over an earlier one',
      inputs: { envFiles: files },
      name: 'OTEL_SERVICE_NAME',
      setting: { value: 'from-b', source: 'env-file:b.env' },
    },
    {
      title: 'an earlier env file where the later is silent',
      inputs: { envFiles: files, packageJson: manifest },
      name: 'OTEL_RUN_ENVIRONMENT',
      setting: { value: 'from-a', source: 'env-file:a.env' },
    },
    {
      title: 'package.json over nothing',
      inputs: { packageJson: manifest },
      name: 'OTEL_SERVICE_NAME',
      setting: { value: 'from-package', source: 'package.json' },
    },
    {
      title: 'never the name of the package',
      inputs: { packageJson: { name: 'shop' } },
      name: 'OTEL_SERVICE_NAME',
      setting: undefined,
    },
    {
      title: 'nothing from package.json that is not text',
      inputs: { packageJson: { 'otel-run': { service: 7 } } },
      name: 'OTEL_SERVICE_NAME',
      setting: undefined,
    },
    {
      title: 'nothing from package.json settings that are not an object',
      inputs: { packageJson: { 'otel-run': 'api' } },
      name: 'OTEL_SERVICE_NAME',
      setting: undefined,
    },
    {
      title: 'the next source after an empty value',
      inputs: { flags: { service: '' }, env: { OTEL_SERVICE_NAME: '  ' }, envFiles: files },
      name: 'OTEL_SERVICE_NAME',
      setting: { value: 'from-b', source: 'env-file:b.env' },
    },
    {
      title: 'the declared default after an empty value',
      inputs: { env: { OTEL_TRACES_EXPORTER: '' } },
      name: 'OTEL_TRACES_EXPORTER',
      setting: { value: 'otlp', source: 'default' },
    },
    {
      title: 'the declared default after an empty list',
      inputs: { env: { OTEL_METRICS_EXPORTER: ' , ' } },
      name: 'OTEL_METRICS_EXPORTER',
      setting: { value: 'none', source: 'default' },
    },
    {
      title: 'nothing where nothing is declared',
      inputs: {},
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      setting: undefined,
    },
    {
      title: 'no default beside a config file',
      inputs: { env: { OTEL_CONFIG_FILE: 'otel.yaml' } },
      name: 'OTEL_TRACES_EXPORTER',
      setting: undefined,
    },
    {
      title: '--fail-open',
      inputs: { flags: { failOpen: true } },
      name: 'OTEL_RUN_FAIL_OPEN',
      setting: { value: 'true', source: 'flag' },
    },
    {
      title: 'an unreadable env file as if it were empty',
      inputs: { envFiles: [{ path: 'x.env', error: 'ENOENT' }] },
      name: 'OTEL_SERVICE_NAME',
      setting: undefined,
    },
    {
      title: 'known names in any case',
      inputs: { env: { OTEL_TRACES_EXPORTER: 'OTLP, Console' } },
      name: 'OTEL_TRACES_EXPORTER',
      setting: { value: 'otlp,console', source: 'env' },
    },
    {
      title: 'known values without the space around them',
      inputs: { env: { OTEL_EXPORTER_OTLP_ENDPOINT: ' http://c:4318 ' } },
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      setting: { value: 'http://c:4318', source: 'env' },
    },
    {
      title: 'unknown names as they are',
      inputs: { env: { OTEL_TRACES_SAMPLER: 'Sometimes' } },
      name: 'OTEL_TRACES_SAMPLER',
      setting: { value: 'Sometimes', source: 'env' },
    },
    {
      title: 'no log export in development',
      inputs: { env: { NODE_ENV: 'test' } },
      name: 'OTEL_LOGS_EXPORTER',
      setting: { value: 'none', source: 'default' },
    },
  ])('$title', ({ inputs, name, setting }) => {
    expect(given(inputs, name)).toEqual(setting);
  });
});

describe('the service name', () => {
  const attributes = 'service.name=from-attributes,team=shop';
  it.each<{
    title: string;
    inputs: Partial<ConfigurationInputs>;
    value: string | undefined;
    source: string | undefined;
  }>([
    {
      title: 'is in OTEL_RESOURCE_ATTRIBUTES too',
      inputs: { env: { OTEL_RESOURCE_ATTRIBUTES: attributes } },
      value: 'from-attributes',
      source: 'env',
    },
    {
      title: 'in package.json beats attributes of the environment',
      inputs: { env: { OTEL_RESOURCE_ATTRIBUTES: attributes }, packageJson: manifest },
      value: 'from-package',
      source: 'package.json',
    },
    {
      title: 'in attributes of an env file loses to OTEL_SERVICE_NAME',
      inputs: {
        env: { OTEL_SERVICE_NAME: 'x' },
        envFiles: [file('a', { OTEL_RESOURCE_ATTRIBUTES: attributes })],
      },
      value: 'x',
      source: 'env',
    },
    {
      title: 'is lost with all attributes by one bad entry',
      inputs: { env: { OTEL_RESOURCE_ATTRIBUTES: `${attributes},oops` } },
      value: undefined,
      source: undefined,
    },
    { title: 'is missing where nobody states it', inputs: {}, value: undefined, source: undefined },
  ])('$title', ({ inputs, value, source }) => {
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
  it.each<{ title: string; inputs: Partial<ConfigurationInputs>; label: string | undefined }>([
    { title: 'is what --environment says', inputs: { flags: { environment: 'flag' }, env }, label: 'flag' },
    { title: 'else what OTEL_RUN_ENVIRONMENT says', inputs: { env }, label: 'own' },
    {
      title: 'else the attribute',
      inputs: { env: { ...env, OTEL_RUN_ENVIRONMENT: '' } },
      label: 'attribute',
    },
    {
      title: 'else the attribute under its former name',
      inputs: { env: { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=old', NODE_ENV: 'x' } },
      label: 'old',
    },
    { title: 'else NODE_ENV', inputs: { env: { NODE_ENV: 'production' } }, label: 'production' },
    {
      title: 'also a NODE_ENV from an env file',
      inputs: { envFiles: [file('a', { NODE_ENV: 'staging' })] },
      label: 'staging',
    },
    { title: 'else missing', inputs: {}, label: undefined },
    {
      title: "is the config file's where there is one",
      inputs: { env: { NODE_ENV: 'production', OTEL_CONFIG_FILE: 'otel.yaml' } },
      label: undefined,
    },
  ])('$title', ({ inputs, label }) => {
    expect(resolve(inputs).environment?.value).toBe(label);
  });
});
