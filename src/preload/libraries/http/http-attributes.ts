import type { Attributes } from '@opentelemetry/api';

/** The facts in a request's headers; HTTP/2 headers begin with a colon. */
export interface RequestHead {
  readonly method: string;
  readonly scheme: string;
  readonly authority: string | undefined;
  readonly path: string;
  readonly userAgent: string | undefined;
}

type Headers = Readonly<Record<string, unknown>>;

const KNOWN = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'QUERY',
]);

const DEFAULT_PORTS: Readonly<Record<string, number>> = { https: 443, http: 80 };

/** Reads the head of a request to a server, or of a client's request, whose headers may be incomplete. */
export function headOf(headers: Headers, defaults: Partial<RequestHead> = {}): RequestHead {
  const text = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined);
  return {
    method: text(':method') ?? defaults.method ?? 'GET',
    scheme: text(':scheme') ?? defaults.scheme ?? 'http',
    authority: text(':authority') ?? text('host') ?? defaults.authority,
    path: text(':path') ?? defaults.path ?? '/',
    userAgent: text('user-agent'),
  };
}

/** The method for spans and metrics: the number of unknown methods is unlimited. */
export function knownMethod(method: string): string {
  const upper = method.toUpperCase();
  return KNOWN.has(upper) ? upper : '_OTHER';
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/#common-attributes */
export function commonAttributes({ method, scheme, authority, userAgent }: RequestHead): Attributes {
  const known = knownMethod(method);
  const { host, port } = hostOf(authority, scheme);
  return {
    'http.request.method': known,
    ...(known !== method && { 'http.request.method_original': method }),
    ...(host && { 'server.address': host }),
    ...(port && { 'server.port': port }),
    ...(userAgent && { 'user_agent.original': userAgent }),
  };
}

function hostOf(authority: string | undefined, scheme: string): { host?: string; port?: number | undefined } {
  const [, host, port] = /^(?:[^@]*@)?(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority ?? '') ?? [];
  if (!host) return {};
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: port ? Number(port) : DEFAULT_PORTS[scheme] };
}

/** The path and the query of a request's target. */
export function targetOf(path: string): { readonly path: string; readonly query: string | undefined } {
  const [before = '', query] = path.split(/\?(.*)/s, 2);
  return { path: before, query: query || undefined };
}
