import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Span } from '@opentelemetry/api';
import { randomUuid } from '../shared/random-uuid.ts';
import { bindRequest } from './context-fields.ts';

/** What log records take from the server request that they are written in. */
export interface RequestFieldOptions {
  /** Request headers, in lower case, that are bound under their own name (`OTEL_RUN_CONTEXT_HEADERS`). */
  readonly headers: readonly string[];
  /** The response header that sends the request id back; undefined: none (`OTEL_RUN_REQUEST_ID_HEADER`). */
  readonly responseHeader: string | undefined;
}

const REQUEST_ID = 'request_id';

/** The header that a proxy or a client names a request by. */
const REQUEST_ID_HEADER = 'x-request-id';

/** A request id goes into every log record of the request, and back in a header: no longer, and printable. */
const ACCEPTED_ID = /^[\x21-\x7E]{1,128}$/;

/** W3C Trace Context; a later version may have more at its end. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:-|$)/;

/** Version 00 ends with the flags. */
const LENGTH_OF_VERSION_00 = 55;

/** Hooks of the http instrumentation that bind a server request's fields to all that happens in it. */
export function requestHooks({ headers, responseHeader }: RequestFieldOptions) {
  return {
    requestHook(span: Span, request: IncomingMessage | ClientRequest): void {
      if ('rawHeaders' in request) bindRequest(span, () => fieldsOf(request, headers));
    },
    ...(responseHeader === undefined ? {} : { responseHook: sendBack(responseHeader) }),
  };
}

/** The instrumentation calls this for a server's response before its handler runs. */
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

/** Ids that responses carry; only where one is sent back is it asked for twice. */
const sentBack = new WeakMap<IncomingMessage, string>();

/** The id that the request came with, else its trace's, else one made up for it; an invalid id counts as absent. */
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
