import type { IncomingMessage } from 'node:http';
import type { Attributes } from '@opentelemetry/api';

export type Scheme = 'http' | 'https';

/** Methods that keep their names. */
const PLAIN_METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

/** Host names and IPv4 addresses that `new URL` leaves as they are, with their ports. */
const PLAIN_HOST = /^((?!xn--)[a-z][\w-]*|(?![\d.]*\b0\d)(?:1?\d?\d\.){3}1?\d?\d)(?::([1-5]?\d{1,4}))?$/;

/** The same for a path, with a query in which no value is encoded. */
const PLAIN_TARGET =
  /^(?=\/(?!\/))((?:(?!\/\.)[\w\-.~!$&()*+,;=:@/])+)(?:\?([\w*.+-]+=[\w*.+-]*(?:&[\w*.+-]+=[\w*.+-]*)*))?$/;

/** An IPv4 address in the header of a proxy. */
const PLAIN_ADDRESS = /^(?!0|[\d.]*\.0\d)(?:1?\d?\d\.){3}1?\d?\d$/;

/** How the names of all parameters begin whose values the conventions hide. */
const HIDDEN = /(?:^|&)(?:sig|Signature|AWS|X-)/;

const DEFAULT_PORTS: Readonly<Record<Scheme, number>> = { http: 80, https: 443 };

/**
 * The attributes of a server span, by
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span. Upstream parses the host and
 * the target of each request, although nearly all can be used as they are.
 *
 * @param upstream gives the attributes of every other request
 */
export function incomingAttributes(
  request: IncomingMessage,
  scheme: Scheme,
  upstream: () => Attributes,
): Attributes {
  const { headers, method, url, socket, httpVersion } = request;
  const host = plainHost(headers.host);
  const target = host && typeof url === 'string' ? PLAIN_TARGET.exec(url) : null;
  const { remoteAddress, remotePort } = socket;
  const client = clientAddress(headers, remoteAddress);
  if (!host || !target || !client || !PLAIN_METHOD.test(method ?? '') || isHidden(target[2]))
    return upstream();
  const attributes: Attributes = {
    'http.request.method': method,
    'url.scheme': scheme,
    'server.address': host[1],
    'server.port': host[2] === undefined ? DEFAULT_PORTS[scheme] : Number(host[2]),
    'network.peer.address': remoteAddress,
    'network.peer.port': remotePort,
    'network.protocol.version': httpVersion,
    'url.path': target[1],
    'client.address': client,
  };
  const { 'user-agent': userAgent } = headers;
  if (userAgent !== undefined) attributes['user_agent.original'] = userAgent;
  if (target[2] !== undefined) attributes['url.query'] = target[2];
  return attributes;
}

/** The last value of the header. Most requests of a server have the same. */
let lastHost: unknown;
let lastParts: RegExpExecArray | null = null;

/** The name and the port of a plain host. */
function plainHost(host: unknown): RegExpExecArray | null {
  if (host === lastHost) return lastParts;
  lastHost = host;
  lastParts = typeof host === 'string' ? PLAIN_HOST.exec(host) : null;
  return lastParts;
}

/** Undefined if it is not plain, or another header names the server. */
function clientAddress(
  headers: IncomingMessage['headers'],
  remoteAddress: string | undefined,
): string | undefined {
  if (headers.forwarded !== undefined || headers['x-forwarded-host'] !== undefined) return undefined;
  const forwarded = headers['x-forwarded-for'];
  if (forwarded === undefined) return remoteAddress;
  return typeof forwarded === 'string' && PLAIN_ADDRESS.test(forwarded) ? forwarded : undefined;
}

function isHidden(query: string | undefined): boolean {
  return query !== undefined && HIDDEN.test(query);
}
