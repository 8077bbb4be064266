import { describe, expect, test } from 'vitest';
import type { ConfigurationInputs, Environment } from '../../src/config/configuration.ts';
import { type FindingCode, wordsOf } from '../../src/config/finding.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';
import { type ValidationFacts, validateConfiguration } from '../../src/config/validate.ts';

const HEALTHY = { OTEL_SERVICE_NAME: 'checkout-api', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
const GATEWAY = 'https://otlp-gateway-prod-eu-west-2.grafana.net';
const BASIC = `Authorization=Basic ${Buffer.from('123456:glc_abc').toString('base64')}`;
const GRAFANA = { OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}/otlp`, OTEL_EXPORTER_OTLP_HEADERS: BASIC };

function findings(inputs: Partial<ConfigurationInputs>, facts: Partial<ValidationFacts> = {}) {
  const configuration = resolveConfiguration({ flags: {}, env: {}, ...inputs });
  return validateConfiguration(configuration, { readable: path => path === '/certs/ca.pem', ...facts });
}

const codes = (inputs: Partial<ConfigurationInputs>, facts?: Partial<ValidationFacts>) =>
  findings(inputs, facts).map(({ code, subject }) => `${code} ${subject}`);

type Row = [title: string, env: Environment, ...expected: string[]];

/** Each row is a healthy environment with something changed, and all that has to be found in it. */
const ROWS: Record<string, Row[]> = {
  'a healthy environment': [
    ['over http/protobuf', {}],
    [
      'over gRPC',
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' },
    ],
    [
      'with every list and header in order',
      { OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=shop, authorization=Bearer%20abc,' },
    ],
    ['with attributes that are percent-encoded', { OTEL_RESOURCE_ATTRIBUTES: 'team=a%2Cb,note=50%25,' }],
    [
      'with names in another case and spaces around',
      { OTEL_TRACES_EXPORTER: ' OTLP ', OTEL_PROPAGATORS: 'B3, TraceContext' },
    ],
    [
      'with an own endpoint that is all query',
      { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://l.example?tenant=1' },
    ],
    [
      'with an own endpoint for traces',
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://t.example/in?tenant=1' },
    ],
  ],
  'the service name': [
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
    [
      'differs from the attribute',
      { OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' },
      'service-name-conflict OTEL_SERVICE_NAME',
    ],
    ['agrees with the attribute', { OTEL_RESOURCE_ATTRIBUTES: 'service.name=checkout-api' }],
  ],
  'resource attributes': [
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
  ],
  'an exporter': [
    ['is misspelled', { OTEL_TRACES_EXPORTER: 'otpl' }, 'exporter-unknown OTEL_TRACES_EXPORTER'],
    [
      'is misspelled beside a good one',
      { OTEL_LOGS_EXPORTER: 'otlp,consol' },
      'exporter-unknown OTEL_LOGS_EXPORTER',
    ],
    ['is for metrics alone', { OTEL_TRACES_EXPORTER: 'prometheus' }, 'exporter-unknown OTEL_TRACES_EXPORTER'],
    ['is misspelled beside none, which wins', { OTEL_METRICS_EXPORTER: 'none,otpl' }],
    ['turns metrics on', { OTEL_METRICS_EXPORTER: 'otlp' }, 'metrics-enabled OTEL_METRICS_EXPORTER'],
    [
      'turns metrics on, all of them',
      { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_RUN_METRICS: 'all' },
      'metrics-uncurated OTEL_RUN_METRICS',
      'metrics-enabled OTEL_METRICS_EXPORTER',
    ],
    ['is none, so OTEL_RUN_METRICS=all means nothing', { OTEL_RUN_METRICS: 'all' }],
  ],
  'a protocol': [
    [
      'is half a name',
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'http' },
      'protocol-unknown OTEL_EXPORTER_OTLP_PROTOCOL',
    ],
    [
      'is misspelled for one signal',
      { OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'gprc' },
      'protocol-unknown OTEL_EXPORTER_OTLP_LOGS_PROTOCOL',
    ],
    ['is misspelled for a signal that is off', { OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'gprc' }],
    [
      'is misspelled in general but right for each signal',
      {
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http',
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json',
      },
    ],
    [
      'is HTTP on the port of gRPC',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' },
      'protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'is gRPC on the port of HTTP',
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'is gRPC for one signal on the port of HTTP',
      { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' },
      'protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
  ],
  'an endpoint': [
    ['is not set', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, 'endpoint-default OTEL_EXPORTER_OTLP_ENDPOINT'],
    [
      'has no scheme',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
      'endpoint-no-scheme OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'is a host name alone',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' },
      'endpoint-no-scheme OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'begins with //',
      { OTEL_EXPORTER_OTLP_ENDPOINT: '//collector:4318' },
      'endpoint-no-scheme OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'keeps its quotes',
      { OTEL_EXPORTER_OTLP_ENDPOINT: '"http://collector:4318"' },
      'endpoint-quoted OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'keeps one quote',
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318'" },
      'endpoint-quoted OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'has a port that is none',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:port' },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'has no host',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://' },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'is a path',
      { OTEL_EXPORTER_OTLP_ENDPOINT: '/v1/traces' },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'has the scheme of gRPC over HTTP',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://collector:4318' },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'has a reference that Kubernetes did not replace',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://$(HOST_IP):4318' },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'has a reference that a shell did not replace',
      { OTEL_EXPORTER_OTLP_ENDPOINT: `http://\${HOST_IP}:4318` },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      "has a query, and the signal's path would follow it",
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318?x=1' },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      "has the signal's path already",
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/v1/traces' },
      'endpoint-path-doubled OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      "has the signal's path and a slash",
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/in/v1/logs/' },
      'endpoint-path-doubled OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      "has the signal's path, for that signal alone",
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' },
    ],
    [
      'has no path, for one signal alone',
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318' },
      'endpoint-path-missing OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    ],
    ['is bad for a signal that is off', { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'localhost:4318' }],
    [
      'is bad for a signal that goes to the console',
      { OTEL_TRACES_EXPORTER: 'console', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'localhost:4318' },
    ],
    [
      'is bad in general but good for each signal',
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'x y',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:4318/v1/traces',
        OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://c:4318/v1/logs',
      },
    ],
    [
      'of gRPC needs no scheme',
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' },
      'grpc-tls-assumed OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'of gRPC needs no scheme, and says no TLS',
      {
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
        OTEL_EXPORTER_OTLP_INSECURE: 'true',
      },
    ],
    [
      'of gRPC has a path',
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317/v1/traces' },
      'endpoint-path-ignored OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'of gRPC is a socket',
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'unix:///run/otel.sock' },
    ],
    [
      'of gRPC is no address',
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector 4317' },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
  ],
  headers: [
    [
      'with a colon',
      { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization: Basic abc==' },
      'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'with a colon and no "="',
      { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization: Basic abc' },
      'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'with a stray "%"',
      { OTEL_EXPORTER_OTLP_HEADERS: 'x=100%' },
      'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'with an empty value',
      { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=' },
      'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'with a ";"',
      { OTEL_EXPORTER_OTLP_HEADERS: 'cookie=a;b' },
      'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'with a bare "," in a value',
      { OTEL_EXPORTER_OTLP_HEADERS: 'x=a,b' },
      'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'with the line break of base64',
      { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic abc\ndef' },
      'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'in quotes',
      { OTEL_EXPORTER_OTLP_HEADERS: '"authorization=Basic abc"' },
      'headers-quoted OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'with a value in quotes',
      { OTEL_EXPORTER_OTLP_HEADERS: 'authorization="Basic abc"' },
      'headers-quoted OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'that are bad for one signal',
      { OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x' },
      'headers-malformed OTEL_EXPORTER_OTLP_LOGS_HEADERS',
    ],
    ['that are bad for a signal that is off', { OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x' }],
  ],
  'a certificate': [
    ['is there', { OTEL_EXPORTER_OTLP_CERTIFICATE: '/certs/ca.pem' }],
    [
      'is not there',
      { OTEL_EXPORTER_OTLP_CERTIFICATE: '/certs/no.pem' },
      'certificate-unreadable OTEL_EXPORTER_OTLP_CERTIFICATE',
    ],
    [
      'has a key that is not there',
      { OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: '/certs/no.key' },
      'certificate-unreadable OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY',
    ],
    ['is not there for a signal that is off', { OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: '/certs/no.pem' }],
  ],
  'Grafana Cloud': [
    ['is reached as it wants', GRAFANA],
    [
      'gets no authorization',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'x-scope=1' },
      'grafana-auth-missing OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'gets a token without "Basic"',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=glc_abc' },
      'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'gets a bearer token without the instance',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer glc_abc' },
      'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'gets a token that is not encoded',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic 123456:glc_abc' },
      'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'gets a token without the instance',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Basic ${btoa('glc_abc')}` },
      'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'gets its authorization percent-encoded',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: BASIC.replace(' ', '%20') },
    ],
    [
      'gets headers in quotes, and that alone is said',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `"${BASIC}"` },
      'headers-quoted OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'gets a value in quotes, and that alone is said',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: BASIC.replace('=Basic', '="Basic').concat('"') },
      'headers-quoted OTEL_EXPORTER_OTLP_HEADERS',
    ],
    [
      'is addressed without /otlp',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_ENDPOINT: GATEWAY },
      'grafana-path-missing OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'is addressed without /otlp for one signal',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${GATEWAY}/v1/logs` },
      'grafana-path-missing OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
    ],
    [
      "is addressed with the signal's path",
      { ...GRAFANA, OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}/otlp/v1/traces` },
      'endpoint-path-doubled OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [
      'is spoken to over gRPC',
      { ...GRAFANA, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}:443` },
      'grafana-protocol OTEL_EXPORTER_OTLP_PROTOCOL',
    ],
    [
      'is not a host that ends alike',
      {
        ...GRAFANA,
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://notgrafana.net',
        OTEL_EXPORTER_OTLP_HEADERS: 'x=1',
      },
    ],
  ],
  'a value': [
    ['is no boolean', { OTEL_SDK_DISABLED: '1' }, 'boolean-invalid OTEL_SDK_DISABLED'],
    ['is no boolean of ours', { OTEL_RUN_WORKER_THREADS: 'no' }, 'boolean-invalid OTEL_RUN_WORKER_THREADS'],
    ['has a unit', { OTEL_BSP_SCHEDULE_DELAY: '5s' }, 'number-invalid OTEL_BSP_SCHEDULE_DELAY'],
    [
      'is 0, which JavaScript refuses',
      { OTEL_EXPORTER_OTLP_TIMEOUT: '0' },
      'number-invalid OTEL_EXPORTER_OTLP_TIMEOUT',
    ],
    ['is 0, which is allowed', { OTEL_RUN_FLUSH_TIMEOUT: '0' }],
    ['is negative', { OTEL_RUN_FLUSH_TIMEOUT: '-1' }, 'number-invalid OTEL_RUN_FLUSH_TIMEOUT'],
    ['is no number, for a signal that is off', { OTEL_METRIC_EXPORT_INTERVAL: 'often' }],
    [
      'is a sampler of other languages',
      { OTEL_TRACES_SAMPLER: 'xray' },
      'sampler-unknown OTEL_TRACES_SAMPLER',
    ],
    [
      'is too large a share',
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '10' },
      'sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG',
    ],
    [
      'is missing for the share',
      { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' },
      'sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG',
    ],
    ['is a share', { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }],
    [
      'is a share that no sampler reads',
      { OTEL_TRACES_SAMPLER_ARG: '0.25' },
      'sampler-argument-unused OTEL_TRACES_SAMPLER_ARG',
    ],
    [
      'is no compression',
      { OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' },
      'compression-unknown OTEL_EXPORTER_OTLP_COMPRESSION',
    ],
    [
      'is a propagator of other languages',
      { OTEL_PROPAGATORS: 'tracecontext,jaeger,xray' },
      'propagator-unknown OTEL_PROPAGATORS',
      'propagator-unknown OTEL_PROPAGATORS',
    ],
    [
      'is an instrumentation in the list of detectors',
      { OTEL_NODE_RESOURCE_DETECTORS: 'env,http' },
      'detector-unknown OTEL_NODE_RESOURCE_DETECTORS',
    ],
    [
      'is no instrumentation',
      { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,expres' },
      'instrumentation-unknown OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    ],
    ['is no log level', { OTEL_LOG_LEVEL: 'warning' }, 'value-unknown OTEL_LOG_LEVEL'],
    ['is no choice', { OTEL_RUN_OWN_SDK: 'mine' }, 'value-unknown OTEL_RUN_OWN_SDK'],
  ],
  'a variable': [
    ['is misspelled', { OTEL_EXPORTER_OTLP_ENDPONT: 'x' }, 'variable-unknown OTEL_EXPORTER_OTLP_ENDPONT'],
    [
      'lacks its first letter',
      { TEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'variable-unknown TEL_EXPORTER_OTLP_PROTOCOL',
    ],
    ['has two letters swapped', { OTLE_SERVICE_NAME: 'x' }, 'variable-unknown OTLE_SERVICE_NAME'],
    ['is in lower case', { otel_service_name: 'x' }, 'variable-unknown otel_service_name'],
    ['is nothing known', { OTEL_MAKE_IT_WORK: 'yes' }, 'variable-unknown OTEL_MAKE_IT_WORK'],
    ["is the application's own", { TEL_NUMBER: '112', HOTEL_NAME: 'Ritz', DATABASE_URL: 'x' }],
    ["is another language's", { OTEL_PYTHON_LOG_CORRELATION: 'true', OTEL_JAVAAGENT_ENABLED: 'true' }],
    [
      'is from Kubernetes, for a Service named otel-agent',
      {
        OTEL_AGENT_SERVICE_HOST: '10.0.0.1',
        OTEL_AGENT_PORT_4318_TCP_ADDR: '10.0.0.1',
        OTEL_AGENT_SERVICE_PORT_HTTP: '4318',
      },
    ],
    [
      'only looks like one of Kubernetes',
      { OTEL_EXPORTER_OTLP_PORT: '4318' },
      'variable-unknown OTEL_EXPORTER_OTLP_PORT',
    ],
    [
      'is not read in JavaScript',
      { OTEL_METRICS_EXEMPLAR_FILTER: 'always_on' },
      'variable-unsupported OTEL_METRICS_EXEMPLAR_FILTER',
    ],
    [
      'had another name once',
      { OTEL_EXPERIMENTAL_CONFIG_FILE: 'x' },
      'variable-unsupported OTEL_EXPERIMENTAL_CONFIG_FILE',
    ],
    ['is not read, but empty', { OTEL_METRICS_EXEMPLAR_FILTER: '' }],
  ],
  logs: [
    ['are off in development', { NODE_ENV: 'development' }, 'logs-off-development OTEL_LOGS_EXPORTER'],
    [
      'are off in development, with whatever was wrong about them',
      { NODE_ENV: 'test', OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'x', OTEL_LOGS_EXPORTER: 'otpl' },
      'logs-off-development OTEL_LOGS_EXPORTER',
    ],
    [
      'may be collected twice in Kubernetes',
      { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
      'logs-twice OTEL_LOGS_EXPORTER',
    ],
    [
      'are collected once where they are not exported',
      { KUBERNETES_SERVICE_HOST: '10.0.0.1', OTEL_LOGS_EXPORTER: 'none' },
    ],
  ],
};

describe.each(Object.entries(ROWS))('%s', (_family, rows) => {
  test.each(rows)('%s', (_title, env, ...expected) => {
    const found = codes({ env: { ...HEALTHY, ...env } }, { instrumentations: ['http', 'express', 'fs'] });
    expect(found).toEqual(expected);
  });
});

describe('a file', () => {
  const env = {
    OTEL_CONFIG_FILE: 'otel.yaml',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318',
    OTEL_TRACES_EXPORTER: 'otpl',
  };
  test.each<[string, Environment, ValidationFacts['configFile'], ...string[]]>([
    ['names the service', {}, { path: 'otel.yaml', serviceName: 'checkout' }],
    [
      'cannot be used',
      {},
      { path: 'otel.yaml', error: 'Unsupported file_format' },
      'config-file-invalid otel.yaml',
    ],
    [
      'names no service, whatever variables say',
      { OTEL_SERVICE_NAME: 'checkout' },
      { path: 'otel.yaml', serviceName: undefined },
      'service-name-missing otel.yaml',
    ],
    [
      'names another service than the variable',
      { OTEL_SERVICE_NAME: 'checkout' },
      { path: 'otel.yaml', serviceName: 'cart' },
      'service-name-conflict otel.yaml',
    ],
    [
      "names nobody's service",
      {},
      { path: 'otel.yaml', serviceName: 'unknown_service' },
      'service-name-unknown otel.yaml',
    ],
    [
      "leaves otel-run's own variables in force",
      { OTEL_RUN_FLUSH_TIMEOUT: 'soon', OTEL_BSP_SCHEDULE_DELAY: 'soon', OTEL_PROPAGATORS: 'xray' },
      { path: 'otel.yaml', serviceName: 'cart' },
      'number-invalid OTEL_RUN_FLUSH_TIMEOUT',
    ],
  ])('of declarative configuration %s', (_title, more, configFile, ...expected) => {
    expect(codes({ env: { ...env, ...more } }, { configFile })).toEqual(expected);
  });

  test('of environment variables that cannot be read is an error', () => {
    const envFiles = [{ path: 'no.env', error: "ENOENT: no such file or directory, open 'no.env'" }];
    expect(codes({ env: HEALTHY, envFiles })).toEqual(['env-file-unreadable no.env']);
  });
});

test('a flag that overrides the environment in the service name is told apart by its name', () => {
  expect(codes({ flags: { service: 'cart' }, env: HEALTHY })).toEqual(['service-name-conflict --service']);
});

test('an env file whose service name is overridden is no conflict: that is what it is for', () => {
  expect(
    codes({ env: HEALTHY, envFiles: [{ path: '.env', variables: { OTEL_SERVICE_NAME: 'local' } }] }),
  ).toEqual([]);
});

test.each(['OTEL_RUN_DISABLED', 'OTEL_SDK_DISABLED'])(
  'with %s nothing is wrong, since nothing is sent',
  name => {
    expect(codes({ env: { [name]: 'true', OTEL_EXPORTER_OTLP_PROTOCOL: 'http', OTEL_FOO: 'x' } })).toEqual(
      [],
    );
  },
);

test('everything is found at once, errors first', () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318',
    OTEL_SDK_DISABLED: 'yes',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http',
  };
  expect(findings({ env }).map(({ code, severity }) => [severity, code])).toEqual([
    ['error', 'service-name-missing'],
    ['error', 'protocol-unknown'],
    ['error', 'endpoint-no-scheme'],
    ['warning', 'boolean-invalid'],
    ['info', 'metrics-enabled'],
  ]);
});

const HINTS: [Environment, FindingCode, RegExp][] = [
  [{ OTEL_EXPORTER_OTLP_ENDPONT: 'x' }, 'variable-unknown', /OTEL_EXPORTER_OTLP_ENDPOINT/],
  [{ TEL_EXPORTER_OTLP_PROTOCOL: 'x' }, 'variable-unknown', /OTEL_EXPORTER_OTLP_PROTOCOL/],
  [
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'http' },
    'protocol-unknown',
    /OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf$/,
  ],
  [{ OTEL_TRACES_EXPORTER: 'consle' }, 'exporter-unknown', /OTEL_TRACES_EXPORTER=console$/],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, 'endpoint-no-scheme', /=http:\/\/localhost:4318$/],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/v1/logs' }, 'endpoint-path-doubled', /=http:\/\/c:4318$/],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '"http://c:4318"' }, 'endpoint-quoted', /=http:\/\/c:4318$/],
  [{ ...GRAFANA, OTEL_EXPORTER_OTLP_ENDPOINT: GATEWAY }, 'grafana-path-missing', /\.grafana\.net\/otlp$/],
  [{ OTEL_LOG_LEVEL: 'verbos' }, 'value-unknown', /OTEL_LOG_LEVEL=verbose$/],
];

test.each(HINTS)('%o is answered with a line to copy', (env, code, expected) => {
  const found = findings({ env: { ...HEALTHY, ...env } }).find(candidate => candidate.code === code);
  expect(found && wordsOf(found).fix).toMatch(expected);
});

test('the name of the package is suggested, never used', () => {
  const [found] = findings({
    packageJson: { name: '@acme/checkout' },
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' },
  });
  expect(found && wordsOf(found).fix).toContain('OTEL_SERVICE_NAME=checkout');
});

test('no words have a hole in them', () => {
  const environments = Object.values(ROWS).flatMap(rows => rows.map(([, env]) => ({ ...HEALTHY, ...env })));
  const named = environments.filter(env => env.OTEL_SERVICE_NAME !== 'undefined');
  const words = named.flatMap(env => findings({ env }).map(wordsOf));
  for (const { message, fix } of words) expect(`${message} ${fix}`).not.toMatch(/undefined|\[object|NaN/);
});
