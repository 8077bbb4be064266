import type { Route } from '../../config/route.ts';
import { encodeField, messageFields } from './split-request.ts';

/**
 * The fields that lead to a span (opentelemetry-proto: `resource_spans`, `scope_spans`, `spans`), and the
 * span's own field.
 */
const WAY = [1, 2, 2];
const TRACE_STATE = 3;

/**
 * Writes a `tracestate` into each span of an encoded request.
 *
 * @throws if the request does not contain spans
 */
export function withSpanTraceState(route: Route, body: Uint8Array, traceState: string): Uint8Array {
  if (route.protocol === 'http/json') return inJson(body, traceState);
  return inMessage(body, WAY, encodeField(TRACE_STATE, Buffer.from(traceState)));
}

/** If a field occurs twice, the last one counts (protobuf.dev, "Last One Wins"). */
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
