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

/** A mistake in a document: `from` is replaced by `to`. `says` is what has to be reported. */
interface Fault {
  readonly from: string | RegExp;
  readonly to: string;
  readonly says: string | RegExp;
}

interface Deployment {
  readonly file: string;
  readonly problems: (text: string) => string[];
  readonly faults: readonly Fault[];
}

const DOCKERFILE_FAULTS: Deployment['faults'] = [
  { from: /^CMD .*$/m, to: 'CMD node server.js', says: 'no list of words' },
  {
    from: /^CMD \["node_modules.*$/m,
    to: 'CMD ["otel-run", "--", "node", "x.js"]',
    says: 'otel-run is not in the project',
  },
  { from: 'USER 1000', to: 'USER node', says: 'cannot tell that it is not root' },
  { from: 'USER 1000', to: '', says: 'runs as root' },
  { from: 'OTEL_RUN_IGNORE_PATHS', to: 'OTEL_RUN_IGNORED', says: 'OTEL_RUN_IGNORED is no variable' },
  { from: 'ENV NODE_ENV=production', to: 'ENV OTEL_EXPORTER_OTLP_HEADERS=a=b', says: 'not in an image' },
  { from: /--from=\w+/, to: '--from=elsewhere', says: 'no stage elsewhere' },
  { from: /FROM .* AS \w+\n/, to: '', says: /no stage|one stage/ },
];

const DEPLOYMENTS: readonly Deployment[] = [
  {
    file: 'Dockerfile.example',
    problems: text => dockerfileProblems(text, orders),
    faults: [
      ...DOCKERFILE_FAULTS,
      { from: 'dist/server.js', to: 'dist/main.js', says: 'dist/main.js is not in the project' },
      { from: '=/healthz', to: '=/livez', says: 'it is not ignored' },
    ],
  },
  {
    file: 'examples/shop/Dockerfile',
    problems: text => dockerfileProblems(text, shop),
    faults: [...DOCKERFILE_FAULTS, { from: '"api"', to: '"app"', says: 'there is none for service "app"' }],
  },
  {
    file: 'examples/shop/compose.yaml',
    problems: text => composeProblems(text, shop),
    faults: [
      { from: 'http://grafana:', to: 'http://collector:', says: 'which is no service' },
      { from: '"worker"', to: '"packer"', says: 'there is none for service "packer"' },
      { from: './schema.sql:', to: './tables.sql:', says: 'tables.sql is not in the project' },
      { from: 'OTEL_RUN_ENVIRONMENT', to: 'OTEL_RUN_ENVIROMENT', says: 'no variable' },
      { from: 'otel-lgtm:0.31.0', to: 'otel-lgtm', says: 'names no version' },
      { from: 'healthcheck:', to: 'x-healthcheck:', says: 'cannot wait until postgres is healthy' },
    ],
  },
  {
    file: 'examples/shop/kubernetes.yaml',
    problems: text => kubernetesProblems(text, CREATED, shop),
    faults: [
      { from: 'http://otel-collector:4318', to: 'http://otel-collector:4317', says: 'nothing serves' },
      { from: '"worker"]', to: '"packer"]', says: 'there is none for service "packer"' },
      { from: 'name: shop-database', to: 'name: database', says: 'there is no database' },
      { from: 'name: POD\n', to: 'name: PODNAME\n', says: 'needs POD before it' },
      {
        from: 'path: /healthz, port: 3000',
        to: 'path: /healthz, port: 8080',
        says: 'nothing listens on 8080',
      },
      { from: 'targetPort: 3000', to: 'targetPort: 3001', says: 'nothing listens on 3001' },
      { from: 'selector: { app: api }', to: 'selector: { app: web }', says: 'selects no pods' },
      {
        from: 'matchLabels: { app: worker }',
        to: 'matchLabels: { app: web }',
        says: 'does not select its own pods',
      },
      { from: 'OTEL_RUN_ENVIRONMENT', to: 'OTEL_RUN_ENV', says: 'no variable' },
      {
        from: 'volumeMounts: [{ name: configuration',
        to: 'volumeMounts: [{ name: config',
        says: 'there is no volume config',
      },
    ],
  },
  {
    file: 'examples/shop/collector.yaml',
    problems: text => collectorProblems(text, CREATED['grafana-cloud'] ?? []),
    faults: [
      { from: 'receivers: [otlp]', to: 'receivers: [zipkin]', says: 'zipkin is used and not defined' },
      { from: '  batch:\n', to: '', says: 'batch is used and not defined' },
      { from: 'extensions: [basicauth]', to: 'extensions: []', says: 'basicauth is defined and not used' },
      { from: /otlp_http/g, to: 'otlphttps', says: 'of no known type' },
      { from: 'env:GRAFANA_CLOUD_TOKEN', to: 'env:GRAFANA_TOKEN', says: 'nothing sets GRAFANA_TOKEN' },
      { from: '    logs:', to: '    profiles:', says: 'nothing takes logs' },
    ],
  },
  {
    file: 'examples/shop/.github/workflows/telemetry.yaml',
    problems: ciProblems,
    faults: [
      { from: 'OTEL_RUN_ENVIRONMENT', to: 'OTEL_RUN_ENV', says: 'no variable' },
      { from: 'runs-on: ', to: 'runs: ', says: 'nothing says where it runs' },
      { from: 'checkout@v4', to: 'checkout', says: 'no action in a version' },
      { from: '- run: npm ci', to: '- ran: npm ci', says: 'has to use or to run' },
      { from: 'if: always()', to: 'if: success()', says: 'nothing is kept where a check fails' },
      { from: 'path: "*.html"', to: 'path: api.html', says: 'worker.html is not kept' },
    ],
  },
];

describe.each(DEPLOYMENTS)('$file', ({ file, problems, faults }) => {
  it('has nothing wrong with it', () => {
    expect(problems(textOf(file))).toEqual([]);
  });

  it.each(faults)('would not pass with $from → $to', ({ from, to, says }) => {
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
