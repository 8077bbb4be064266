import { expect, it } from 'vitest';
import { findingWords } from '../../../src/config/finding.ts';
import { codesOf, describeFindings, findingsOf, HEALTHY, type Row } from '../describe-findings.ts';

describeFindings('the service name', [
  {
    title: 'is not set',
    env: { OTEL_SERVICE_NAME: undefined },
    found: ['service-name-missing OTEL_SERVICE_NAME'],
  },
  { title: 'is blank', env: { OTEL_SERVICE_NAME: ' ' }, found: ['service-name-missing OTEL_SERVICE_NAME'] },
  {
    title: 'is an attribute',
    env: { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=checkout' },
  },
  {
    title: 'is an attribute without a value',
    env: { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=' },
    found: ['service-name-missing OTEL_SERVICE_NAME'],
  },
  {
    title: 'is hidden in attributes that do not parse',
    env: { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=checkout,oops' },
    found: ['resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'is missing beside other attributes that do not parse',
    env: { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'oops' },
    found: [
      'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
      'service-name-missing OTEL_SERVICE_NAME',
    ],
  },
  {
    title: "is the SDK's fallback",
    env: { OTEL_SERVICE_NAME: 'unknown_service:node' },
    found: ['service-name-unknown OTEL_SERVICE_NAME'],
  },
  {
    title: "is the SDK's fallback, as an attribute",
    env: { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=unknown_service' },
    found: ['service-name-unknown OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'keeps its quotes',
    env: { OTEL_SERVICE_NAME: '"checkout"' },
    found: ['service-name-quoted OTEL_SERVICE_NAME'],
  },
  {
    title: 'says nothing',
    env: { OTEL_SERVICE_NAME: 'App' },
    found: ['service-name-generic OTEL_SERVICE_NAME'],
  },
  {
    title: 'is what a template left behind',
    env: { OTEL_SERVICE_NAME: 'undefined' },
    found: ['service-name-generic OTEL_SERVICE_NAME'],
  },
  { title: 'is "api", which is fine', env: { OTEL_SERVICE_NAME: 'api' } },
  { title: 'is "worker", which is fine', env: { OTEL_SERVICE_NAME: 'worker' } },
  ...['web', 'orders-service', 'billing-server', 'next-gen', 'main-site', 'node-api'].map(
    (name): Row => ({ title: `is "${name}", which is fine`, env: { OTEL_SERVICE_NAME: name } }),
  ),
  ...[
    'Server',
    'my-app',
    'your-service-name',
    'nodejs-app',
    'express-server',
    'hello-world',
    'workspace',
  ].map(
    (name): Row => ({
      title: `is "${name}", which says nothing`,
      env: { OTEL_SERVICE_NAME: name },
      found: ['service-name-generic OTEL_SERVICE_NAME'],
    }),
  ),
  ...[`\${SERVICE}`, '$SERVICE', '$(SERVICE)', '{{ .name }}', '<service-name>', '%NAME%', 'shop-$ENV'].map(
    (name): Row => ({
      title: `is what nothing replaced: ${name}`,
      env: { OTEL_SERVICE_NAME: name },
      found: ['service-name-unexpanded OTEL_SERVICE_NAME'],
    }),
  ),
  {
    title: 'is hidden in attributes in quotes',
    env: { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: '"service.name=checkout"' },
    found: ['resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'differs from the attribute',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' },
    found: ['service-name-conflict OTEL_SERVICE_NAME'],
  },
  { title: 'agrees with the attribute', env: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=checkout-api' } },
]);

describeFindings('resource attributes', [
  {
    title: 'with a reference that Kubernetes did not replace',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=$(POD_NAME),team=shop' },
    found: ['resource-attributes-unexpanded OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'with a value in quotes',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name="production"' },
    found: ['resource-attributes-quoted OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'with a second "="',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'a=b=c' },
    found: ['resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'with a stray "%"',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'a=100%' },
    found: ['resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'with an entry without "="',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'team=shop,production' },
    found: ['resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'with an empty key',
    env: { OTEL_RESOURCE_ATTRIBUTES: '=shop' },
    found: ['resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'with a value of 256 characters',
    env: { OTEL_RESOURCE_ATTRIBUTES: `a=${'x'.repeat(256)}` },
    found: ['resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  { title: 'with a value of 255 characters', env: { OTEL_RESOURCE_ATTRIBUTES: `a=${'x'.repeat(255)}` } },
  {
    title: 'in quotes',
    env: { OTEL_RESOURCE_ATTRIBUTES: '"team=shop"' },
    found: ['resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
]);

it('a flag that overrides the environment in the service name is told apart by its name', () => {
  expect(codesOf({ flags: { service: 'cart' }, env: HEALTHY })).toEqual(['service-name-conflict --service']);
});

it('an env file whose service name is overridden is not a conflict, because that is what it is for', () => {
  expect(
    codesOf({ env: HEALTHY, envFiles: [{ path: '.env', variables: { OTEL_SERVICE_NAME: 'local' } }] }),
  ).toEqual([]);
});

it('the name of the package is suggested, never used', () => {
  const [found] = findingsOf({
    packageJson: { name: '@acme/checkout' },
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' },
  });
  expect(found && findingWords(found).fix).toContain('OTEL_SERVICE_NAME=checkout');
});
