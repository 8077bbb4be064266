import type { Attributes } from '@opentelemetry/api';
import { serverAttributes } from './request-attributes.ts';

/** A request of the protocol. */
export interface McpRequest {
  readonly method: string;
  readonly id?: string | number | undefined;
  readonly params?: {
    readonly name?: unknown;
    readonly uri?: unknown;
    readonly arguments?: unknown;
    readonly _meta?: object;
  };
}

/** The connection of a message. */
export interface McpTransport {
  readonly sessionId?: string;
  readonly _url?: unknown;
  readonly constructor: { readonly name: string };
}

/** The part of a client or server that matters here. */
export interface McpPeer {
  readonly _transport?: McpTransport;
  /** Since version 2. */
  readonly _negotiatedProtocolVersion?: unknown;
}

/** Versions of the protocol that the answers to `initialize` named. */
const agreed = new WeakMap<McpPeer, unknown>();

/** Records what an answer says about the connection. */
export function noteAnswer(peer: McpPeer, { method }: McpRequest, answer: unknown): void {
  if (method === 'initialize')
    agreed.set(peer, (answer as { protocolVersion?: unknown } | undefined)?.protocolVersion);
}

/** Methods with a named target, and the attribute for its name. */
const NAMED: Readonly<Record<string, string>> = {
  'tools/call': 'gen_ai.tool.name',
  'prompts/get': 'gen_ai.prompt.name',
};

/** The methods of the protocol that a client can ask a server for. */
const METHODS: ReadonlySet<string> = new Set([
  ...['initialize', 'ping', 'completion/complete', 'logging/setLevel', 'prompts/get', 'prompts/list'],
  ...['resources/list', 'resources/read', 'resources/subscribe', 'resources/templates/list'],
  ...['resources/unsubscribe', 'tools/call', 'tools/list'],
]);

/** Fields of the library's own transports, whose classes have other names where a minifier renamed them. */
const FIELDS_IN_A_PIPE = ['_serverParams', '_stdin'];
const FIELDS_BY_HTTP = [
  '_requestInit',
  '_streamMapping',
  '_webStandardTransport',
  '_deferredResponse',
  '_endpoint',
];

const IN_A_PIPE: Attributes = { 'network.transport': 'pipe' };

const BY_HTTP: Attributes = { 'network.transport': 'tcp', 'network.protocol.name': 'http' };

/** `tools/call <tool>`: https://opentelemetry.io/docs/specs/semconv/gen-ai/mcp/ */
export function spanName({ method, params }: McpRequest): string {
  return NAMED[method] !== undefined && typeof params?.name === 'string'
    ? `${method} ${params.name}`
    : method;
}

/** The same for a request that was refused: a client can invent any number of methods. */
export function refusedSpanName(request: McpRequest): string {
  return METHODS.has(request.method) ? spanName(request) : '_OTHER';
}

export function mcpAttributes({ method, id, params }: McpRequest, peer: McpPeer): Attributes {
  const named = NAMED[method];
  const { _transport: transport, _negotiatedProtocolVersion: version = agreed.get(peer) } = peer;
  return {
    'mcp.method.name': method,
    ...(method === 'tools/call' && { 'gen_ai.operation.name': 'execute_tool' }),
    ...(named !== undefined && typeof params?.name === 'string' && { [named]: params.name }),
    ...(typeof params?.uri === 'string' && { 'mcp.resource.uri': params.uri }),
    ...(id !== undefined && { 'jsonrpc.request.id': String(id) }),
    ...(transport?.sessionId && { 'mcp.session.id': transport.sessionId }),
    ...(typeof version === 'string' && { 'mcp.protocol.version': version }),
    ...wayOf(transport),
  };
}

function wayOf(transport: McpTransport | undefined): Attributes {
  if (!transport) return {};
  const { name } = transport.constructor;
  const has = (fields: readonly string[]) => fields.some(field => field in transport);
  if (name.startsWith('Stdio') || has(FIELDS_IN_A_PIPE)) return IN_A_PIPE;
  if (!/HTTP|SSE/i.test(name) && !has(FIELDS_BY_HTTP)) return {};
  return { ...BY_HTTP, ...(transport._url ? serverAttributes(transport._url) : {}) };
}
