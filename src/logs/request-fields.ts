import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Span } from '@opentelemetry/api';
import { randomUuid } from '../shared/random-uuid.ts';
import { bindRequest } from './context-fields.ts';

/** What log records get from the server request during which they are written. */
export interface RequestFieldOptions {
  /** Request headers in lower case. Each is bound under its own name (`OTEL_RUN_CONTEXT_HEADERS`). */
  readonly headers: readonly string[];
  /** The response header that returns the request id; undefined: none (`OTEL_RUN_REQUEST_ID_HEADER`). */
  readonly responseHeader: string | undefined;
}

const REQUEST_ID = 'request_id';

/** The header in which a proxy or a client sends the id of a request. */
const REQUEST_ID_HEADER = 'x-request-id';

/**
 * A request id is in every log record of the request and in a response header, so it has to be short and
 * printable.
 */
const ACCEPTED_ID = /^[\x21-\x7E]{1,128}$/;

/** W3C Trace Context. A later version may have more fields at the end. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:-|$)/;

/** Version 00 ends with the flags. */
const LENGTH_OF_VERSION_00 = 55;

/**
 * Hooks of the http instrumentation that bind a server request's fields to everything that happens during the
 * request.
 */
export function requestHooks({ headers, responseHeader }: RequestFieldOptions) {
  return {
    requestHook(span: Span, request: IncomingMessage | ClientRequest): void {
      if ('rawHeaders' in request) bindRequest(span, () => fieldsOf(request, headers));
    },
    ...(responseHeader === undefined ? {} : { responseHook: sendBack(responseHeader) }),
  };
}

/** The instrumentation calls this for a server's response before the request's handler runs. */
function sendBack(header: string) {
  return (_: Span, response: IncomingMessage | ServerResponse): void => {
    if (!('setHeader' in response) || response.headersSent) return;
    const id = requestId(response.req);
    sentBack.set(response.req, id);
    response.setHeader(header, id);
  };
}

function fieldsOf(request: IncomingMessage, headers: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = { [REQUEST_ID]: requestId(request) };
  if (request.method) fields['http.request.method'] = request.method;
  for (const name of headers) {
    const value = request.headers[name];
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/**
 * Ids that were sent back. Without `OTEL_RUN_REQUEST_ID_HEADER`, each id is asked for only once and needs no
 * memory.
 */
const sentBack = new WeakMap<IncomingMessage, string>();

/** The request's own id, or that of its trace, or a new one. An invalid id counts as absent. */
function requestId(request: IncomingMessage): string {
  const given = request.headers[REQUEST_ID_HEADER];
  if (typeof given === 'string' && ACCEPTED_ID.test(given)) return given;
  return traceIdOf(request.headers.traceparent) ?? sentBack.get(request) ?? randomUuid();
}

function traceIdOf(traceparent: string | string[] | undefined): string | undefined {
  if (typeof traceparent !== 'string') return undefined;
  if (traceparent.startsWith('00-') && traceparent.length !== LENGTH_OF_VERSION_00) return undefined;
  return TRACEPARENT.exec(traceparent)?.[1];
}
