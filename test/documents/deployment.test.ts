import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { collectorProblems } from './deployment/collector.ts';
import { composeProblems } from './deployment/compose.ts';
import { dockerfileProblems } from './deployment/dockerfile.ts';
import { type Created, kubernetesProblems } from './deployment/kubernetes.ts';
import { ciProblems } from './deployment/workflow.ts';
import { createProject, type Project } from './project.ts';
import { textOf } from './reader.ts';

const SHOP = ['package.json', 'api.js', 'worker.js', 'schema.sql', 'Dockerfile'];

/** What the guide has its reader create: names of Secrets and ConfigMaps, each with its keys. */
const CREATED: Created = Object.fromEntries(
  [...textOf('docs/guide.md').matchAll(/^kubectl create (?:secret generic|configmap) (\S+) (.*)$/gm)].map(
    ([, name = '', rest = '']) => [
      name,
      [...rest.matchAll(/--from-\w+[= ]([\w.]+)/g)].map(([, key = '']) => key),
    ],
  ),
);

let shop: Project;
let orders: Project;

beforeAll(() => {
  const files = SHOP.map(path => [path, textOf(`examples/shop/${path}`)]);
  shop = createProject('deployed-shop', Object.fromEntries(files));
  orders = createProject('deployed-orders', { 'package.json': '{"name":"orders"}', 'dist/server.js': '' });
});
afterAll(() => {
  shop.remove();
  orders.remove();
});

interface Deployment {
  readonly file: string;
  readonly problems: (text: string) => string[];
  /** What is put in place of what, and what has to be said of it. */
  readonly faults: readonly (readonly [from: string | RegExp, to: string, says: string | RegExp])[];
}

const DOCKERFILE_FAULTS: Deployment['faults'] = [
  [/^CMD .*$/m, 'CMD node server.js', 'no list of words'],
  [/^CMD \["node_modules.*$/m, 'CMD ["otel-run", "--", "node", "x.js"]', 'otel-run is not in the project'],
  ['USER 1000', 'USER node', 'cannot tell that it is not root'],
  ['USER 1000', '', 'runs as root'],
  ['OTEL_RUN_IGNORE_PATHS', 'OTEL_RUN_IGNORED', 'OTEL_RUN_IGNORED is no variable'],
  ['ENV NODE_ENV=production', 'ENV OTEL_EXPORTER_OTLP_HEADERS=a=b', 'not in an image'],
  [/--from=\w+/, '--from=elsewhere', 'no stage elsewhere'],
  [/FROM .* AS \w+\n/, '', /no stage|one stage/],
];

const DEPLOYMENTS: readonly Deployment[] = [
  {
    file: 'Dockerfile.example',
    problems: text => dockerfileProblems(text, orders),
    faults: [
      ...DOCKERFILE_FAULTS,
      ['dist/server.js', 'dist/main.js', 'dist/main.js is not in the project'],
      ['=/healthz', '=/livez', 'it is not ignored'],
    ],
  },
  {
    file: 'examples/shop/Dockerfile',
    problems: text => dockerfileProblems(text, shop),
    faults: [...DOCKERFILE_FAULTS, ['"api"', '"app"', 'there is none for service "app"']],
  },
  {
    file: 'examples/shop/compose.yaml',
    problems: text => composeProblems(text, shop),
    faults: [
      ['http://grafana:', 'http://collector:', 'which is no service'],
      ['"worker"', '"packer"', 'there is none for service "packer"'],
      ['./schema.sql:', './tables.sql:', 'tables.sql is not in the project'],
      ['OTEL_RUN_ENVIRONMENT', 'OTEL_RUN_ENVIROMENT', 'no variable'],
      ['otel-lgtm:0.31.0', 'otel-lgtm', 'names no version'],
      ['healthcheck:', 'x-healthcheck:', 'cannot wait until postgres is healthy'],
    ],
  },
  {
    file: 'examples/shop/kubernetes.yaml',
    problems: text => kubernetesProblems(text, CREATED, shop),
    faults: [
      ['http://otel-collector:4318', 'http://otel-collector:4317', 'nothing serves'],
      ['"worker"]', '"packer"]', 'there is none for service "packer"'],
      ['name: shop-database', 'name: database', 'there is no database'],
      ['name: POD\n', 'name: PODNAME\n', 'needs POD before it'],
      ['path: /healthz, port: 3000', 'path: /healthz, port: 8080', 'nothing listens on 8080'],
      ['targetPort: 3000', 'targetPort: 3001', 'nothing listens on 3001'],
      ['selector: { app: api }', 'selector: { app: web }', 'selects no pods'],
      ['matchLabels: { app: worker }', 'matchLabels: { app: web }', 'does not select its own pods'],
      ['OTEL_RUN_ENVIRONMENT', 'OTEL_RUN_ENV', 'no variable'],
      ['volumeMounts: [{ name: configuration', 'volumeMounts: [{ name: config', 'there is no volume config'],
    ],
  },
  {
    file: 'examples/shop/collector.yaml',
    problems: text => collectorProblems(text, CREATED['grafana-cloud'] ?? []),
    faults: [
      ['receivers: [otlp]', 'receivers: [zipkin]', 'zipkin is used and not defined'],
      ['  batch:\n', '', 'batch is used and not defined'],
      ['extensions: [basicauth]', 'extensions: []', 'basicauth is defined and not used'],
      [/otlp_http/g, 'otlphttps', 'of no known type'],
      ['env:GRAFANA_CLOUD_TOKEN', 'env:GRAFANA_TOKEN', 'nothing sets GRAFANA_TOKEN'],
      ['    logs:', '    profiles:', 'nothing takes logs'],
    ],
  },
  {
    file: 'examples/shop/.github/workflows/telemetry.yaml',
    problems: ciProblems,
    faults: [
      ['OTEL_RUN_ENVIRONMENT', 'OTEL_RUN_ENV', 'no variable'],
      ['runs-on: ', 'runs: ', 'nothing says where it runs'],
      ['checkout@v4', 'checkout', 'no action in a version'],
      ['- run: npm ci', '- ran: npm ci', 'has to use or to run'],
      ['if: always()', 'if: success()', 'nothing is kept where a check fails'],
      ['path: "*.html"', 'path: api.html', 'worker.html is not kept'],
    ],
  },
];

describe.each(DEPLOYMENTS)('$file', ({ file, problems, faults }) => {
  it('has nothing wrong with it', () => {
    expect(problems(textOf(file))).toEqual([]);
  });

  it.each(faults)('would not pass with %s → %s', (from, to, says) => {
    const text = textOf(file);
    const faulty = text.replace(from, to);
    expect(faulty).not.toBe(text);

    expect(problems(faulty).join('\n')).toMatch(says);
  });
});

describe('the Kubernetes manifests', () => {
  it('mount the configuration of the collector where it reads it', () => {
    const [path = ''] = /(?<=--config=)[^"]+/.exec(textOf('examples/shop/kubernetes.yaml')) ?? [];
    const [, folder] = /mountPath: (\S+)\b/.exec(textOf('examples/shop/kubernetes.yaml')) ?? [];

    expect(CREATED['otel-collector']?.map(key => `${folder}/${key}`)).toEqual([path]);
    expect(parse(textOf('examples/shop/collector.yaml')).receivers.otlp.protocols.http.endpoint).toMatch(
      /:4318$/,
    );
  });
});
