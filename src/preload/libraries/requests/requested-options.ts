import { URL, urlToHttpOptions } from 'node:url';

/** The request described by the arguments of `http.request`, as far as a span shows it. */
export interface RequestedOptions {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: number | string;
  /** Host name and port, as in a URL. */
  readonly host: string;
  readonly path: unknown;
  readonly auth: unknown;
  readonly method: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

const NAMES = ['protocol', 'hostname', 'host', 'port', 'path', 'auth', 'method', 'headers'] as const;

const HEADERS = ['host', 'user-agent'];

/**
 * Reads the arguments as Node.js will, and leaves them unchanged. It calls no getter of the application,
 * which would then run once more than without otel-run.
 *
 * @param args of `http.request`, `https.request` and `new http.ClientRequest`
 * @param scheme of the module
 */
export function requestedOptions(args: readonly unknown[], scheme: 'http' | 'https'): RequestedOptions {
  const [first, second] = args;
  const url = urlOptions(first);
  const options = { ...url, ...ownValues(url ? second : first) };
  const protocol = typeof options.protocol === 'string' ? options.protocol : `${scheme}:`;
  const hostname = String(options.hostname || options.host || 'localhost');
  const defaultPort = protocol === 'https:' ? 443 : 80;
  const port = typeof options.port === 'string' || typeof options.port === 'number' ? options.port : '';
  const name = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
  return {
    protocol,
    hostname,
    port: port || defaultPort,
    host: port && Number(port) !== defaultPort ? `${name}:${port}` : name,
    path: options.path,
    auth: options.auth,
    method: typeof options.method === 'string' && options.method ? options.method.toUpperCase() : 'GET',
    headers: headersShown(options.headers),
  };
}

type Options = Partial<Record<(typeof NAMES)[number], unknown>>;

/** Undefined if the value is not a URL. Node.js refuses an invalid one with its own message. */
function urlOptions(value: unknown): Options | undefined {
  try {
    if (typeof value === 'string') return urlToHttpOptions(new URL(value));
    return isUrl(value) ? urlToHttpOptions(value) : undefined;
  } catch {
    return typeof value === 'string' ? {} : undefined;
  }
}

/** Distinguishes URLs, from any realm or package, from options as Node.js does: by their shape. */
function isUrl(value: unknown): value is URL {
  if (typeof value !== 'object' || value === null) return false;
  const read = (name: string) => (isGetter(value, name) ? undefined : Reflect.get(value, name));
  return (
    Boolean(read('href') && read('protocol')) && read('auth') === undefined && read('path') === undefined
  );
}

/** Whether the object itself has a getter; those of a URL belong to its class. */
function isGetter(value: object, name: string): boolean {
  return Object.getOwnPropertyDescriptor(value, name)?.get !== undefined;
}

function ownValues(value: unknown): Options {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    NAMES.flatMap(name => {
      const property = Object.getOwnPropertyDescriptor(value, name);
      return property?.enumerable && property.value !== undefined ? [[name, property.value]] : [];
    }),
  );
}

/** Headers from an object, from pairs, or from alternating names and values. */
function headersShown(headers: unknown): Record<string, unknown> {
  if (typeof headers !== 'object' || headers === null) return {};
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Array.isArray(headers) ? pairs(headers) : dataOf(headers)) {
    const lower = String(name).toLowerCase();
    if (HEADERS.includes(lower)) shown[lower] = value;
  }
  return shown;
}

function pairs(headers: readonly unknown[]): readonly (readonly unknown[])[] {
  if (Array.isArray(headers[0])) return headers.filter(Array.isArray);
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]]] : []));
}

function dataOf(headers: object): readonly (readonly unknown[])[] {
  return Object.keys(headers).map(name => [name, Object.getOwnPropertyDescriptor(headers, name)?.value]);
}
