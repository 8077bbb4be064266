import { contrib, DOCKER, js, KUBERNETES, type Mistake, RESOURCE, thread } from './mistake.ts';

export const RESOURCE_MISTAKES: readonly Mistake[] = [
  {
    title: 'attributes in quotes',
    source: js(6347),
    env: { OTEL_RESOURCE_ATTRIBUTES: "'team=shop'" },
    found: ['error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'an entry without a value',
    source: js(6261),
    env: { OTEL_RESOURCE_ATTRIBUTES: 'foo=bar,spam' },
    found: ['error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'a value with an equals sign',
    source: thread('open-telemetry/opentelemetry-rust', 2110),
    env: { OTEL_RESOURCE_ATTRIBUTES: 'key=value=' },
    found: ['error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'a comma that is not encoded',
    source: thread('open-telemetry/opentelemetry-specification', 4847),
    env: { OTEL_RESOURCE_ATTRIBUTES: 'owner=Jo, Ann' },
    found: ['error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'a percent sign that is not encoded',
    source: js(6787),
    env: { OTEL_RESOURCE_ATTRIBUTES: 'share=100%' },
    found: ['error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'semicolons in place of commas',
    source: RESOURCE,
    env: { OTEL_RESOURCE_ATTRIBUTES: 'team=shop;tier=1' },
    found: ['error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'colons in place of equals signs',
    source: RESOURCE,
    env: { OTEL_RESOURCE_ATTRIBUTES: 'team:shop' },
    found: ['error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'a value of more than 255 characters',
    source: js(3295),
    env: { OTEL_RESOURCE_ATTRIBUTES: `note=${'x'.repeat(256)}` },
    found: ['error resource-attributes-malformed OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'instrumentations among the detectors',
    source: contrib(3458),
    env: { OTEL_NODE_RESOURCE_DETECTORS: 'env,http' },
    found: ['warning detector-unknown OTEL_NODE_RESOURCE_DETECTORS'],
  },
  {
    title: "another vendor's detector",
    source: 'https://opentelemetry.io/docs/zero-code/js/configuration/#sdk-resource-detector-configuration',
    env: { OTEL_NODE_RESOURCE_DETECTORS: 'env,heroku' },
    found: ['warning detector-unknown OTEL_NODE_RESOURCE_DETECTORS'],
  },
  {
    title: 'a reference above its own definition',
    source: KUBERNETES,
    env: { OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=$(POD_NAME)' },
    found: ['warning resource-attributes-unexpanded OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'a value in quotes out of an env file',
    source: DOCKER,
    env: { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name="production"' },
    found: ['warning resource-attributes-quoted OTEL_RESOURCE_ATTRIBUTES'],
  },
];
