import { contrib, DOCKER, js, KUBERNETES, type Mistake, RESOURCE, thread } from './mistake.ts';

export const RESOURCE_MISTAKES: readonly Mistake[] = [
  [
    'attributes in quotes',
    js(6347),
    { OTEL_RESOURCE_ATTRIBUTES: "'team=shop'" },
    'error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'an entry without a value',
    js(6261),
    { OTEL_RESOURCE_ATTRIBUTES: 'foo=bar,spam' },
    'error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'a value with an equals sign',
    thread('open-telemetry/opentelemetry-rust', 2110),
    { OTEL_RESOURCE_ATTRIBUTES: 'key=value=' },
    'error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'a comma that is not encoded',
    thread('open-telemetry/opentelemetry-specification', 4847),
    { OTEL_RESOURCE_ATTRIBUTES: 'owner=Jo, Ann' },
    'error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'a percent sign that is not encoded',
    js(6787),
    { OTEL_RESOURCE_ATTRIBUTES: 'share=100%' },
    'error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'semicolons in place of commas',
    RESOURCE,
    { OTEL_RESOURCE_ATTRIBUTES: 'team=shop;tier=1' },
    'error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'colons in place of equals signs',
    RESOURCE,
    { OTEL_RESOURCE_ATTRIBUTES: 'team:shop' },
    'error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'a value of more than 255 characters',
    js(3295),
    { OTEL_RESOURCE_ATTRIBUTES: `note=${'x'.repeat(256)}` },
    'error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'instrumentations among the detectors',
    contrib(3458),
    { OTEL_NODE_RESOURCE_DETECTORS: 'env,http' },
    'warning detector-unknown OTEL_NODE_RESOURCE_DETECTORS',
  ],
  [
    "another vendor's detector",
    'https://opentelemetry.io/docs/zero-code/js/configuration/#sdk-resource-detector-configuration',
    { OTEL_NODE_RESOURCE_DETECTORS: 'env,heroku' },
    'warning detector-unknown OTEL_NODE_RESOURCE_DETECTORS',
  ],
  [
    'a reference above its own definition',
    KUBERNETES,
    { OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=$(POD_NAME)' },
    'warning resource-attributes-unexpanded OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'a value in quotes out of an env file',
    DOCKER,
    { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name="production"' },
    'warning resource-attributes-quoted OTEL_RESOURCE_ATTRIBUTES',
  ],
];
