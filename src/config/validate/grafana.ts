import { isOwnEndpoint, type OtlpExport } from '../effective.ts';
import { type Finding, finding } from '../finding.ts';
import { parseEndpoint } from '../parse/endpoint.ts';
import { parseHeaders } from '../parse/headers.ts';
import { isQuoted } from '../parse/values.ts';
import { redactUrl } from '../redact.ts';
import { otlpVariable } from '../variables/otlp.ts';

/**
 * Checks what Grafana Cloud, recognized by its host name, requires of a sender: Basic authorization with
 * `<instance id>:<token>` and, on the OTLP gateway, the path `/otlp` over HTTP
 * (https://grafana.com/docs/grafana-cloud/send-data/otlp/send-data-otlp/).
 */
export function validateGrafana(exports: readonly OtlpExport[]): readonly Finding[] {
  return exports.flatMap(otlp => {
    const parsed = otlp.endpoint && parseEndpoint(otlp.endpoint.value, otlp.protocol);
    if (!parsed?.ok || !/(^|\.)grafana\.net$/i.test(parsed.url.hostname)) return [];
    return [
      ...authorizationFindings(otlp, parsed.url),
      ...gatewayFindings(otlp, parsed.url),
      ...plainTextFindings(otlp, parsed.url),
    ];
  });
}

function authorizationFindings({ headers, protocol }: OtlpExport, url: URL): readonly Finding[] {
  const { hostname: host } = url;
  // Credentials in the address become a Basic header, except over gRPC.
  if (url.username && protocol !== 'grpc') return [];
  const damaged = headers.find(({ value }) => DAMAGED_CREDENTIAL.test(value));
  if (damaged) return [finding('grafana-auth-malformed', damaged.name, { host, problem: 'damaged' })];
  const parsed = headers.map(setting => ({ setting, ...parseHeaders(setting.value) }));
  if (parsed.some(({ setting, problems }) => problems.length > 0 || isQuoted(setting.value))) return [];
  const sent = parsed.flatMap(({ setting, headers }) =>
    Object.entries(headers).flatMap(([name, value]) =>
      /^authorization$/i.test(name) ? [{ setting, value }] : [],
    ),
  );
  const last = sent.at(-1);
  if (!last) return [finding('grafana-auth-missing', otlpVariable('HEADERS'), { host })];
  const problem = credentialProblem(last.value);
  return problem ? [finding('grafana-auth-malformed', last.setting.name, { host, problem })] : [];
}

/** base64 that is wrapped over several lines (`base64` without `-w0`) or in its own quotes. */
const DAMAGED_CREDENTIAL =
  /(?:^|,)\s*authorization\s*=\s*basic(?:\s|%20)+(?:["'][A-Za-z0-9+/=]+["']|[A-Za-z0-9+/]+=*(?:[\r\n]+|\\n|%0a)[A-Za-z0-9+/=])/i;

function credentialProblem(value: string): string | undefined {
  const [, scheme, credential] = /^(\S+)\s+(\S+)$/.exec(value.trim()) ?? [];
  if (scheme === undefined || credential === undefined) return 'scheme';
  if (/^bearer$/i.test(scheme)) return /^\d+:\S+$/.test(credential) ? undefined : 'scheme';
  if (!/^basic$/i.test(scheme)) return 'scheme';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(credential)) return 'base64';
  return /^\d+:\S+$/.test(Buffer.from(credential, 'base64').toString()) ? undefined : 'instance';
}

function gatewayFindings(otlp: OtlpExport, url: URL): readonly Finding[] {
  const { endpoint, protocol, signal } = otlp;
  if (!endpoint || !url.hostname.startsWith('otlp-gateway')) return [];
  if (protocol === 'grpc')
    return [finding('grafana-protocol', otlpVariable('PROTOCOL'), { host: url.hostname })];
  const isOwn = isOwnEndpoint(endpoint, signal);
  if ((isOwn ? /^\/otlp\/./ : /^\/otlp(\/|$)/).test(url.pathname)) return [];
  const path = isOwn ? `/otlp/v1/${signal}` : '/otlp';
  const example = `https://${url.host}${path}`;
  return [finding('grafana-path-missing', endpoint.name, { value: redactUrl(endpoint.value), example })];
}

function plainTextFindings({ endpoint }: OtlpExport, { protocol, hostname: host }: URL): readonly Finding[] {
  if (!endpoint || protocol !== 'http:') return [];
  return [finding('grafana-plain-text', endpoint.name, { host })];
}
