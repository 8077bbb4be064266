import { hasUnexpandedReference, isQuoted } from './values.ts';

/** Why an exporter cannot use an endpoint. */
export type EndpointProblem =
  | 'quoted'
  | 'unexpanded'
  | 'no-scheme'
  | 'scheme'
  | 'two-schemes'
  | 'query'
  | 'no-url';

/** An endpoint as a URL; `scheme` is false where gRPC had to assume one. */
export type Endpoint =
  | { readonly ok: true; readonly url: URL; readonly scheme: boolean }
  | { readonly ok: false; readonly problem: EndpointProblem };

/**
 * Reads an OTLP endpoint for a protocol.
 *
 * Over HTTP it needs `http://` or `https://`: `localhost:4318` parses as a URL of scheme `localhost:`, which
 * no exporter can send to. The gRPC exporter accepts an address without a scheme, and then uses TLS unless
 * OTEL_EXPORTER_OTLP_INSECURE is true (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
 */
export function parseEndpoint(value: string, protocol: string): Endpoint {
  if (isQuoted(value)) return { ok: false, problem: 'quoted' };
  if (isUnexpanded(value)) return { ok: false, problem: 'unexpanded' };
  if (/^https?:\/\/https?:?\/\//i.test(value)) return { ok: false, problem: 'two-schemes' };
  return protocol === 'grpc' ? grpcEndpoint(value) : httpEndpoint(value);
}

/** An empty template may have left something in place of the host. Credentials may contain any character. */
function isUnexpanded(value: string): boolean {
  const address = value.slice(value.lastIndexOf('@') + 1);
  if (hasUnexpandedReference(value) || /\$[A-Za-z_]|%[A-Z_]{3,}%|<[^<>]*>/.test(address)) return true;
  return /^(\w+:\/\/)?(undefined|null)([:/]|$)/.test(address);
}

function grpcEndpoint(value: string): Endpoint {
  const scheme = value.includes('://');
  const url = toUrl(scheme ? value : `https://${value}`);
  // The exporter keeps only the host. gRPC's own targets, such as dns:///host, have none.
  if (!url || (url.host === '' && url.protocol !== 'unix:')) return { ok: false, problem: 'no-url' };
  return { ok: true, url, scheme: ['http:', 'https:', 'unix:'].includes(url.protocol) && scheme };
}

function httpEndpoint(value: string): Endpoint {
  const url = toUrl(value);
  if (url && /^https?:$/.test(url.protocol)) return { ok: true, url, scheme: true };
  if (value.includes('://')) return { ok: false, problem: url ? 'scheme' : 'no-url' };
  const address = value.replace(/^\/\//, '');
  const isAddress = !address.startsWith('/') && toUrl(`http://${address}`) !== undefined;
  return { ok: false, problem: isAddress ? 'no-scheme' : 'no-url' };
}

function toUrl(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}
