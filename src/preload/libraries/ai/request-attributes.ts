import type { Attributes } from '@opentelemetry/api';

/** Parameters of a request by attribute. The first one that exists counts. */
export type Parameters = Readonly<Record<string, readonly string[]>>;

/** The parameters of a request as attributes: only numbers, strings, booleans and lists of strings. */
export function requestAttributes(request: object, parameters: Parameters): Attributes {
  const attributes: Attributes = {};
  for (const [attribute, names] of Object.entries(parameters)) {
    const value = names
      .map(name => Reflect.get(request, name))
      .find(one => one !== undefined && one !== null);
    const shown = shownValue(attribute, value);
    if (shown !== undefined) attributes[attribute] = shown;
  }
  return attributes;
}

/** List attributes for which libraries also accept a single string. */
const LISTS: readonly string[] = ['gen_ai.request.stop_sequences', 'gen_ai.request.encoding_formats'];

function shownValue(attribute: string, value: unknown): Attributes[string] {
  if (LISTS.includes(attribute)) {
    if (typeof value === 'string') return [value];
    return Array.isArray(value) && value.every(one => typeof one === 'string') ? value : undefined;
  }
  return ['number', 'string', 'boolean'].includes(typeof value) ? (value as string) : undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/** `server.address` and `server.port` of a URL; nothing for other values. */
export function serverAttributes(url: unknown): Attributes {
  try {
    const { hostname, port, protocol } = new URL(String(url));
    const known = port ? Number(port) : DEFAULT_PORTS[protocol];
    return { 'server.address': hostname.replace(/^\[(.*)\]$/, '$1'), ...(known && { 'server.port': known }) };
  } catch {
    return {};
  }
}
