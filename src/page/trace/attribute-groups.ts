import type { JsonMap, JsonValue } from '../../view/model/json.ts';

/** A group of related attributes. */
export interface AttributeGroup {
  readonly title: string;
  readonly entries: readonly (readonly [name: string, value: JsonValue])[];
}

/**
 * Groups in order of display, by prefix of the name. Attributes without a group are the application's own.
 */
const MEANINGS: readonly (readonly [title: string, beginnings: readonly string[]])[] = [
  ['Application', []],
  ['Error', ['error.', 'exception.']],
  ['AI', ['gen_ai.', 'mcp.', 'openai.']],
  ['HTTP', ['http.', 'url.', 'user_agent.']],
  ['Database', ['db.']],
  ['Messaging', ['messaging.']],
  ['Call', ['rpc.', 'graphql.', 'faas.', 'aws.']],
  ['Source', ['code.']],
  ['Network', ['server.', 'client.', 'network.', 'net.', 'peer.', 'tls.', 'dns.', 'source.', 'destination.']],
  ['Runtime', ['process.', 'thread.', 'telemetry.', 'otel.', 'host.', 'os.', 'service.', 'deployment.']],
];

/** Names that come first in their group because they identify it. */
const FIRST = [
  ...['http.request.method', 'http.route', 'http.response.status_code', 'url.full', 'url.path', 'url.query'],
  ...['db.system.name', 'db.system', 'db.namespace', 'db.operation.name', 'db.query.text', 'db.statement'],
  ...['error.type', 'exception.type', 'exception.message', 'gen_ai.operation.name', 'gen_ai.request.model'],
  ...['service.name', 'service.version', 'server.address', 'server.port'],
];

/** Attributes sorted into groups, without empty groups. */
export function groupAttributes(attributes: JsonMap): AttributeGroup[] {
  const byTitle = new Map<string, [string, JsonValue][]>(MEANINGS.map(([title]) => [title, []]));
  for (const [name, value] of Object.entries(attributes)) byTitle.get(meaningOf(name))?.push([name, value]);
  return [...byTitle]
    .filter(([, entries]) => entries.length > 0)
    .map(([title, entries]) => ({ title, entries: entries.sort(byImportance) }));
}

function meaningOf(name: string): string {
  const known = MEANINGS.find(([, beginnings]) => beginnings.some(beginning => name.startsWith(beginning)));
  return known?.[0] ?? 'Application';
}

function byImportance([one]: readonly [string, JsonValue], [other]: readonly [string, JsonValue]): number {
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return rank(one) - rank(other) || (one < other ? -1 : 1);
}
