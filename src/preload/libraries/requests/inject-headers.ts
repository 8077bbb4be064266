import type { ClientRequest } from 'node:http';
import { type Context, propagation } from '@opentelemetry/api';

/** The parts of a request that Node.js keeps until it is sent. */
interface Rendered {
  /** The head to be sent; null while headers can still be set. */
  _header?: string | null;
  outputData?: readonly { data?: unknown }[];
}

/**
 * Adds the headers of a context to a request that was created but not sent. The application's arguments stay
 * unchanged, whatever their shape. A header of the same name is replaced: the request is below the span in
 * this context.
 */
export function injectHeaders(request: ClientRequest, context: Context): void {
  const headers: Record<string, string> = {};
  propagation.inject(context, headers);
  for (const name in headers) setHeader(request as ClientRequest & Rendered, name, headers[name] ?? '');
}

function setHeader(request: ClientRequest & Rendered, name: string, value: string): void {
  const { _header: head } = request;
  if (typeof head !== 'string') {
    request.setHeader(name, value);
    return;
  }
  // If headers come as a list, or expect an answer first, Node.js renders the head at once.
  const rendered = withHeader(head, name, value);
  for (const part of request.outputData ?? []) if (part.data === head) part.data = rendered;
  request._header = rendered;
}

/** The head of a request with a header added at its end, replacing all headers of that name. */
export function withHeader(head: string, name: string, value: string): string {
  const lines = head.split('\r\n').filter(line => !line.toLowerCase().startsWith(`${name}:`));
  return [...lines.slice(0, -2), `${name}: ${value}`, '', ''].join('\r\n');
}
