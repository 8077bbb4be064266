import { COMMON, contrib, DOCKER, js, KUBERNETES, type Mistake, thread } from './mistake.ts';

export const SERVICE_MISTAKES: readonly Mistake[] = [
  {
    title: 'no name at all',
    source: contrib(587),
    env: { OTEL_SERVICE_NAME: undefined },
    found: ['error service-name-missing OTEL_SERVICE_NAME'],
  },
  {
    title: 'an empty name',
    source: COMMON,
    env: { OTEL_SERVICE_NAME: '' },
    found: ['error service-name-missing OTEL_SERVICE_NAME'],
  },
  {
    title: 'a name of blanks',
    source: COMMON,
    env: { OTEL_SERVICE_NAME: '  ' },
    found: ['error service-name-missing OTEL_SERVICE_NAME'],
  },
  {
    title: 'the placeholder as the name',
    source: js(2375),
    env: { OTEL_SERVICE_NAME: 'unknown_service:node' },
    found: ['error service-name-unknown OTEL_SERVICE_NAME'],
  },
  {
    title: 'the placeholder as an attribute',
    source: thread('GoogleCloudPlatform/microservices-demo', 2142),
    env: { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=unknown_service' },
    found: ['error service-name-unknown OTEL_RESOURCE_ATTRIBUTES'],
  },
  {
    title: 'a name in quotes',
    source: DOCKER,
    env: { OTEL_SERVICE_NAME: '"checkout"' },
    found: ['error service-name-quoted OTEL_SERVICE_NAME'],
  },
  {
    title: 'a name of every framework',
    source: 'https://opentelemetry.io/docs/specs/semconv/resource/#service',
    env: { OTEL_SERVICE_NAME: 'app' },
    found: ['warning service-name-generic OTEL_SERVICE_NAME'],
  },
  {
    title: 'the example of a tutorial',
    source: 'https://opentelemetry.io/docs/languages/js/getting-started/nodejs/',
    env: { OTEL_SERVICE_NAME: 'my-service' },
    found: ['warning service-name-generic OTEL_SERVICE_NAME'],
  },
  {
    title: "the file's name",
    source: 'https://opentelemetry.io/docs/specs/semconv/resource/#service',
    env: { OTEL_SERVICE_NAME: 'server' },
    found: ['warning service-name-generic OTEL_SERVICE_NAME'],
  },
  {
    title: 'a variable that a template left empty',
    source: 'https://nodejs.org/api/process.html#processenv',
    env: { OTEL_SERVICE_NAME: 'undefined' },
    found: ['warning service-name-generic OTEL_SERVICE_NAME'],
  },
  {
    title: 'two names that disagree',
    source: thread('getsentry/sentry-javascript', 20509),
    env: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=cart' },
    found: ['warning service-name-conflict OTEL_SERVICE_NAME'],
  },
  {
    title: 'a name that Kubernetes left as a reference',
    source: KUBERNETES,
    env: { OTEL_SERVICE_NAME: '$(APP_NAME)' },
    found: ['error service-name-unexpanded OTEL_SERVICE_NAME'],
  },
  {
    title: 'the placeholder of a document',
    source:
      'https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration',
    env: { OTEL_SERVICE_NAME: '<your-service-name>' },
    found: ['error service-name-unexpanded OTEL_SERVICE_NAME'],
  },
];
