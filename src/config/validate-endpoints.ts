import type { Setting } from './configuration.ts';
import { isOwnEndpoint, type OtlpExport } from './effective.ts';
import { type Finding, type FindingCode, finding } from './finding.ts';
import { type EndpointProblem, parseEndpoint } from './parse-endpoint.ts';
import { redactUrl } from './redact.ts';
import { findVariable } from './variables.ts';

const SIGNAL_PATH = /\/v1\/(traces|logs|metrics)\/?$/;

/** What is wrong with an endpoint that has a code of its own; the rest is `endpoint-invalid`. */
const CODES: Partial<Record<EndpointProblem, FindingCode>> = {
  quoted: 'endpoint-quoted',
  'no-scheme': 'endpoint-no-scheme',
};

/** What collectors listen for, by port: https://opentelemetry.io/docs/specs/otlp/ */
const PORTS = [
  { port: '4317', family: 'grpc', protocol: 'grpc', otherPort: 4318 },
  { port: '4318', family: 'http/', protocol: 'http/protobuf', otherPort: 4317 },
];

/** Whether the endpoint of every exported signal leads where it is meant to lead. */
export function validateEndpoints(exports: readonly OtlpExport[]): readonly Finding[] {
  return exports.flatMap(otlp => (otlp.endpoint ? endpointFindings(otlp, otlp.endpoint) : []));
}

function endpointFindings(otlp: OtlpExport, setting: Setting): readonly Finding[] {
  const parsed = parseEndpoint(setting.value, otlp.protocol);
  if (!parsed.ok) return [unusable(otlp, setting, parsed.problem)];
  const routes = otlp.protocol === 'grpc' ? grpcFindings : httpFindings;
  return [...routes(otlp, setting, parsed.url, parsed.scheme), ...portFindings(otlp, setting, parsed.url)];
}

function unusable(otlp: OtlpExport, { name, value }: Setting, problem: EndpointProblem): Finding {
  const shown = redactUrl(value);
  const unquoted = shown.replace(/^["']|["']$/g, '');
  const example = problem === 'query' ? shown.replace(/[?#].*$/, '') : exampleOf(otlp, name);
  return finding(CODES[problem] ?? 'endpoint-invalid', name, { value: shown, problem, unquoted, example });
}

function httpFindings(otlp: OtlpExport, setting: Setting, url: URL): readonly Finding[] {
  const { name, value } = setting;
  const shown = redactUrl(value);
  if (isOwnEndpoint(setting, otlp.signal)) {
    const pathless = url.pathname === '/' && url.search === '';
    const example = `${shown.replace(/\/$/, '')}/v1/${otlp.signal}`;
    return pathless ? [finding('endpoint-path-missing', name, { value: shown, example })] : [];
  }
  if (/[?#]/.test(value)) return [unusable(otlp, setting, 'query')];
  const doubled = SIGNAL_PATH.exec(url.pathname);
  if (!doubled) return [];
  const base = shown.replace(SIGNAL_PATH, '');
  const posted = `${shown.replace(/\/$/, '')}/v1/${doubled[1]}`;
  return [finding('endpoint-path-doubled', name, { value: shown, base, posted })];
}

function grpcFindings(
  otlp: OtlpExport,
  { name, value }: Setting,
  url: URL,
  scheme: boolean,
): readonly Finding[] {
  const shown = redactUrl(value);
  const hasPath = url.protocol !== 'unix:' && url.pathname.replace(/\/$/, '') !== '';
  const path = hasPath ? [finding('endpoint-path-ignored', name, { value: shown })] : [];
  if (scheme || otlp.insecure) return path;
  return [
    ...path,
    finding('grpc-tls-assumed', name, { address: shown.replace(/^\w+:\/\//, ''), value: shown }),
  ];
}

function portFindings({ protocol }: OtlpExport, { name }: Setting, url: URL): readonly Finding[] {
  const listener = PORTS.find(row => row.port === url.port);
  const known = findVariable('OTEL_EXPORTER_OTLP_PROTOCOL')?.values?.includes(protocol);
  if (!listener || !known || protocol.startsWith(listener.family)) return [];
  const data = { port: url.port, protocol, expected: listener.protocol, expectedPort: listener.otherPort };
  return [finding('protocol-port-mismatch', name, data)];
}

function exampleOf({ protocol, signal }: OtlpExport, name: string): string {
  if (protocol === 'grpc') return 'http://localhost:4317';
  return name === 'OTEL_EXPORTER_OTLP_ENDPOINT'
    ? 'http://localhost:4318'
    : `http://localhost:4318/v1/${signal}`;
}
