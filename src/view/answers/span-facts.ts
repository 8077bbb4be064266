import type { Attributes, Span } from '../../receiver/telemetry.ts';
import type { ServiceCalls } from '../model/services.ts';

type Called = Pick<Span, 'attributes' | 'kind' | 'name'>;

/**
 * The first of these attributes that is present and not empty, as a string. Newer
 * names of the conventions come first.
 */
export function readText(attributes: Attributes, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === 'string' ? value !== '' : typeof value === 'number') return String(value);
  }
  return null;
}

/** The method of a served or sent request. */
export function methodOf({ attributes }: Pick<Span, 'attributes'>): string | null {
  return readText(attributes, 'http.request.method', 'http.method');
}

/** The requested path, without its query. */
export function spanPath({ attributes }: Pick<Span, 'attributes'>): string | null {
  const path = readText(attributes, 'url.path', 'http.target');
  if (path !== null) return path.replace(/[?#].*/s, '');
  const url = readText(attributes, 'url.full', 'http.url');
  return url !== null && URL.canParse(url) ? new URL(url).pathname : null;
}

/** The status of an answer: HTTP, otherwise gRPC. */
export function statusCodeOf({ attributes }: Pick<Span, 'attributes'>): number | null {
  const names = ['http.response.status_code', 'http.status_code', 'rpc.grpc.status_code'];
  const text = readText(attributes, ...names);
  const code = text === null ? Number.NaN : Number(text);
  return Number.isInteger(code) ? code : null;
}

/** The target of a client or producer span, to show next to its name. */
export function spanTarget(span: Called): string | null {
  if (span.kind !== 'client' && span.kind !== 'producer') return null;
  const { attributes } = span;
  const peer = peerOf(span);
  if (peer?.kind !== 'http') return peer?.to ?? null;
  return `${peer.to}${spanPath({ attributes }) ?? ''}`;
}

/** The target of a client or producer span, as a node of the map; null if unknown. */
export function peerOf({ attributes, kind }: Called): Pick<ServiceCalls, 'to' | 'kind'> | null {
  if (kind !== 'client' && kind !== 'producer') return null;
  const read = (...names: string[]) => readText(attributes, ...names);
  const words = (...parts: (string | null)[]) => parts.filter(part => part !== null).join(' ');
  const database = read('db.system.name', 'db.system');
  if (database !== null) return { to: words(database, read('db.namespace', 'db.name')), kind: 'database' };
  const provider = read('gen_ai.provider.name', 'gen_ai.system');
  if (provider !== null) return { to: provider, kind: 'genai' };
  const messaging = read('messaging.system');
  const destination = read('messaging.destination.name', 'messaging.destination');
  if (messaging !== null) return { to: words(messaging, destination), kind: 'messaging' };
  const server = serverOf(attributes);
  const rpc = read('rpc.service', 'rpc.system.name', 'rpc.system');
  if (rpc !== null) return { to: server ?? rpc, kind: 'rpc' };
  return server === null ? null : { to: server, kind: methodOf({ attributes }) === null ? 'other' : 'http' };
}

function serverOf(attributes: Attributes): string | null {
  const url = readText(attributes, 'url.full', 'http.url');
  if (url !== null && URL.canParse(url)) return new URL(url).host || null;
  const address = readText(attributes, 'server.address', 'net.peer.name', 'peer.service');
  const port = readText(attributes, 'server.port', 'net.peer.port');
  return address !== null && port !== null ? `${address}:${port}` : address;
}
