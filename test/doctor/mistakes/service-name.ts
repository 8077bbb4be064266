import { COMMON, contrib, DOCKER, js, KUBERNETES, type Mistake, thread } from './mistake.ts';

export const SERVICE_MISTAKES: readonly Mistake[] = [
  [
    'no name at all',
    contrib(587),
    { OTEL_SERVICE_NAME: undefined },
    'error service-name-missing OTEL_SERVICE_NAME',
  ],
  ['an empty name', COMMON, { OTEL_SERVICE_NAME: '' }, 'error service-name-missing OTEL_SERVICE_NAME'],
  ['a name of blanks', COMMON, { OTEL_SERVICE_NAME: '  ' }, 'error service-name-missing OTEL_SERVICE_NAME'],
  [
    'the placeholder as the name',
    js(2375),
    { OTEL_SERVICE_NAME: 'unknown_service:node' },
    'error service-name-unknown OTEL_SERVICE_NAME',
  ],
  [
    'the placeholder as an attribute',
    thread('GoogleCloudPlatform/microservices-demo', 2142),
    { OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: 'service.name=unknown_service' },
    'error service-name-unknown OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'a name in quotes',
    DOCKER,
    { OTEL_SERVICE_NAME: '"checkout"' },
    'error service-name-quoted OTEL_SERVICE_NAME',
  ],
  [
    'a name of every framework',
    'https://opentelemetry.io/docs/specs/semconv/resource/#service',
    { OTEL_SERVICE_NAME: 'app' },
    'warning service-name-generic OTEL_SERVICE_NAME',
  ],
  [
    'the example of a tutorial',
    'https://opentelemetry.io/docs/languages/js/getting-started/nodejs/',
    { OTEL_SERVICE_NAME: 'my-service' },
    'warning service-name-generic OTEL_SERVICE_NAME',
  ],
  [
    "the file's name",
    'https://opentelemetry.io/docs/specs/semconv/resource/#service',
    { OTEL_SERVICE_NAME: 'server' },
    'warning service-name-generic OTEL_SERVICE_NAME',
  ],
  [
    'a variable that a template left empty',
    'https://nodejs.org/api/process.html#processenv',
    { OTEL_SERVICE_NAME: 'undefined' },
    'warning service-name-generic OTEL_SERVICE_NAME',
  ],
  [
    'two names that disagree',
    thread('getsentry/sentry-javascript', 20509),
    { OTEL_RESOURCE_ATTRIBUTES: 'service.name=cart' },
    'warning service-name-conflict OTEL_SERVICE_NAME',
  ],
  [
    'a name that Kubernetes left as a reference',
    KUBERNETES,
    { OTEL_SERVICE_NAME: '$(APP_NAME)' },
    'error service-name-unexpanded OTEL_SERVICE_NAME',
  ],
  [
    'the placeholder of a document',
    'https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration',
    { OTEL_SERVICE_NAME: '<your-service-name>' },
    'error service-name-unexpanded OTEL_SERVICE_NAME',
  ],
];
