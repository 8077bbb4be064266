import type { Setting } from '../configuration.ts';
import { isOwnEndpoint, type OtlpExport } from '../effective.ts';
import { portMismatch } from '../endpoint-ports.ts';
import { type Finding, type FindingCode, finding } from '../finding.ts';
import { type EndpointProblem, parseEndpoint } from '../parse/endpoint.ts';
import { redactUrl } from '../redact.ts';

const SIGNAL_PATH = /\/v1\/(traces|logs|metrics)\/?$/;

/** Problems with their own code; the others are `endpoint-invalid`. */
const CODES: Partial<Record<EndpointProblem, FindingCode>> = {
  quoted: 'endpoint-quoted',
  'no-scheme': 'endpoint-no-scheme',
};

/** Checks the endpoint of every exported signal. */
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
  const example = EXAMPLES[problem]?.(shown) ?? exampleOf(otlp, name);
  return finding(CODES[problem] ?? 'endpoint-invalid', name, { value: shown, problem, unquoted, example });
}

/** The line to copy, where it can be derived from what was written. */
const EXAMPLES: Partial<Record<EndpointProblem, (shown: string) => string>> = {
  query: shown => shown.replace(/[?#].*$/, ''),
  scheme: shown =>
    /^grpcs?:/i.test(shown)
      ? `${shown.replace(/^grpc(s?):/i, 'http$1:')} together with OTEL_EXPORTER_OTLP_PROTOCOL=grpc`
      : shown.replace(/^.*?:\/\//, 'http://'),
  'two-schemes': shown => shown.replace(/^\w+:\/\/(https?):?\/\//i, '$1://'),
  'no-scheme': shown => {
    const address = shown.replace(/^https?\/+|^\/+/i, '');
    return `http://${/^\d+$/.test(address) ? 'localhost:' : ''}${address}${lacksPort(address) ? ':4318' : ''}`;
  },
};

/** Your own collector has a port. A server with a public name may be behind a gateway. */
function lacksPort(address: string): boolean {
  return /^(?:[a-z][\w-]*|(?:\d+\.){3}\d+|\[[\da-f:]+\]|[\w.-]+\.(?:svc|local|internal))$/i.test(address);
}

function httpFindings(otlp: OtlpExport, setting: Setting, url: URL): readonly Finding[] {
  const { name, value } = setting;
  const shown = redactUrl(value);
  if (isOwnEndpoint(setting, otlp.signal)) return ownEndpointFindings(otlp, name, shown, url);
  if (/[?#]/.test(value)) return [unusable(otlp, setting, 'query')];
  const doubled = SIGNAL_PATH.exec(url.pathname);
  if (!doubled) return [];
  const base = shown.replace(SIGNAL_PATH, '');
  const posted = `${shown.replace(/\/$/, '')}/v1/${doubled[1]}`;
  return [finding('endpoint-path-doubled', name, { value: shown, base, posted })];
}

/** A signal's own endpoint is used unchanged. */
function ownEndpointFindings(
  { signal }: OtlpExport,
  name: string,
  shown: string,
  url: URL,
): readonly Finding[] {
  if (url.pathname === '/' && url.search === '') {
    const example = `${shown.replace(/\/$/, '')}/v1/${signal}`;
    return [finding('endpoint-path-missing', name, { value: shown, example })];
  }
  const [, other] = SIGNAL_PATH.exec(url.pathname) ?? [];
  if (other === undefined) return [];
  const example = shown.replace(/(\/v1\/(traces|logs|metrics))+\/?(?=$|\?)/, `/v1/${signal}`);
  if (other !== signal)
    return [finding('endpoint-path-wrong', name, { value: shown, signal, other, example })];
  const isDoubled = SIGNAL_PATH.test(url.pathname.replace(SIGNAL_PATH, ''));
  return isDoubled
    ? [finding('endpoint-path-doubled', name, { value: shown, base: example, posted: shown })]
    : [];
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
  const credentials = url.username ? [finding('endpoint-credentials-ignored', name, { value: shown })] : [];
  if (scheme || otlp.insecure) return [...path, ...credentials];
  return [
    ...path,
    ...credentials,
    finding('grpc-tls-assumed', name, { address: shown.replace(/^\w+:\/\//, ''), value: shown }),
  ];
}

function portFindings(otlp: OtlpExport, { name }: Setting, url: URL): readonly Finding[] {
  const mismatch = portMismatch(otlp, url);
  return mismatch ? [finding('protocol-port-mismatch', name, mismatch)] : [];
}

function exampleOf({ protocol, signal }: OtlpExport, name: string): string {
  if (protocol === 'grpc') return 'http://localhost:4317';
  return name === 'OTEL_EXPORTER_OTLP_ENDPOINT'
    ? 'http://localhost:4318'
    : `http://localhost:4318/v1/${signal}`;
}
