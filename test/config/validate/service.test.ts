import { expect, it } from 'vitest';
import { findingWords } from '../../../src/config/finding.ts';
import { codesOf, describeFindings, findingsOf, HEALTHY, type Row } from '../describe-findings.ts';

describeFindings('the service name', [
  ['is not set', { OTEL_SERVICE_NAME: undefined }, 'service-name-missing OTEL_SERVICE_NAME'],
  ['is blank', { OTEL_SERVICE_NAME: ' ' }, 'service-name-missing OTEL_SERVICE_NAME'],
  ['is an attribute', { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=checkout' }],
  [
    'is an attribute without a value',
    { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=' },
    'service-name-missing OTEL_SERVICE_NAME',
  ],
  [
    'is hidden in attributes that do not parse',
    { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=checkout,oops' },
    'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'is missing beside other attributes that do not parse',
    { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'oops' },
    'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
    'service-name-missing OTEL_SERVICE_NAME',
  ],
  [
    "is the SDK's fallback",
    { OTEL_SERVICE_NAME: 'unknown_service:node' },
    'service-name-unknown OTEL_SERVICE_NAME',
  ],
  [
    "is the SDK's fallback, as an attribute",
    { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=unknown_service' },
    'service-name-unknown OTEL_RESOURCE_ATTRIBUTES',
  ],
  ['keeps its quotes', { OTEL_SERVICE_NAME: '"checkout"' }, 'service-name-quoted OTEL_SERVICE_NAME'],
  ['says nothing', { OTEL_SERVICE_NAME: 'App' }, 'service-name-generic OTEL_SERVICE_NAME'],
  [
    'is what a template left behind',
    { OTEL_SERVICE_NAME: 'undefined' },
    'service-name-generic OTEL_SERVICE_NAME',
  ],
  ['is "api", which is fine', { OTEL_SERVICE_NAME: 'api' }],
  ['is "worker", which is fine', { OTEL_SERVICE_NAME: 'worker' }],
  ...['web', 'orders-service', 'billing-server', 'next-gen', 'main-site', 'node-api'].map(
    (name): Row => [`is "${name}", which is fine`, { OTEL_SERVICE_NAME: name }],
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
    (name): Row => [
      `is "${name}", which says nothing`,
      { OTEL_SERVICE_NAME: name },
      'service-name-generic OTEL_SERVICE_NAME',
    ],
  ),
  ...[`\${SERVICE}`, '$SERVICE', '$(SERVICE)', '{{ .name }}', '<service-name>', '%NAME%', 'shop-$ENV'].map(
    (name): Row => [
      `is what nothing replaced: ${name}`,
      { OTEL_SERVICE_NAME: name },
      'service-name-unexpanded OTEL_SERVICE_NAME',
    ],
  ),
  [
    'is hidden in attributes in quotes',
    { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: '"service.name=checkout"' },
    'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'differs from the attribute',
    { OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' },
    'service-name-conflict OTEL_SERVICE_NAME',
  ],
  ['agrees with the attribute', { OTEL_RESOURCE_ATTRIBUTES: 'service.name=checkout-api' }],
]);

describeFindings('resource attributes', [
  [
    'with a reference that Kubernetes did not replace',
    { OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=$(POD_NAME),team=shop' },
    'resource-attributes-unexpanded OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'with a value in quotes',
    { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name="production"' },
    'resource-attributes-quoted OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'with a second "="',
    { OTEL_RESOURCE_ATTRIBUTES: 'a=b=c' },
    'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'with a stray "%"',
    { OTEL_RESOURCE_ATTRIBUTES: 'a=100%' },
    'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'with an entry without "="',
    { OTEL_RESOURCE_ATTRIBUTES: 'team=shop,production' },
    'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'with an empty key',
    { OTEL_RESOURCE_ATTRIBUTES: '=shop' },
    'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'with a value of 256 characters',
    { OTEL_RESOURCE_ATTRIBUTES: `a=${'x'.repeat(256)}` },
    'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  ['with a value of 255 characters', { OTEL_RESOURCE_ATTRIBUTES: `a=${'x'.repeat(255)}` }],
  [
    'in quotes',
    { OTEL_RESOURCE_ATTRIBUTES: '"team=shop"' },
    'resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
]);

it('a flag that overrides the environment in the service name is told apart by its name', () => {
  expect(codesOf({ flags: { service: 'cart' }, env: HEALTHY })).toEqual(['service-name-conflict --service']);
});

it('an env file whose service name is overridden is no conflict: that is what it is for', () => {
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
