import type { Route } from '../../config/route.ts';
import { encodeField, messageFields } from './split-request.ts';

/** The fields on the way to a span (opentelemetry-proto: `resource_spans`, `scope_spans`, `spans`), and its own. */
const WAY = [1, 2, 2];
const TRACE_STATE = 3;

/**
 * Writes a `tracestate` into each span of an encoded request.
 *
 * @throws if it is not a request of spans
 */
export function withSpanTraceState(route: Route, body: Uint8Array, traceState: string): Uint8Array {
  if (route.protocol === 'http/json') return inJson(body, traceState);
  return inMessage(body, WAY, encodeField(TRACE_STATE, Buffer.from(traceState)));
}

/** Of a field that comes twice the last one holds (protobuf.dev, "Last One Wins"). */
function inMessage(message: Uint8Array, way: readonly number[], field: Uint8Array): Uint8Array {
  const [next, ...further] = way;
  if (next === undefined) return Buffer.concat([message, field]);
  return Buffer.concat(
    [...messageFields(message)].map(({ number, whole, content }) =>
      number === next ? encodeField(number, inMessage(content, further, field)) : whole,
    ),
  );
}

interface JsonRequest {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly object[] }[];
  }[];
}

function inJson(body: Uint8Array, traceState: string): Uint8Array {
  const request: JsonRequest = JSON.parse(Buffer.from(body).toString());
  for (const { scopeSpans } of request.resourceSpans) {
    for (const { spans } of scopeSpans) for (const span of spans) Object.assign(span, { traceState });
  }
  return Buffer.from(JSON.stringify(request));
}
