import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { joinRequests } from '../../../src/preload/delivery/join-requests.ts';
import { decodeRequest } from '../../../src/receiver/decode.ts';
import { flattenRequest } from '../../../src/receiver/flatten.ts';

const FORMATS = [
  { protocol: 'http/protobuf', format: 'protobuf', serializer: ProtobufTraceSerializer },
  { protocol: 'grpc', format: 'protobuf', serializer: ProtobufTraceSerializer },
  { protocol: 'http/json', format: 'json', serializer: JsonTraceSerializer },
] as const;

describe('joined requests of worker threads', () => {
  it.each(FORMATS)('hold the spans of each of them ($protocol)', ({ protocol, format, serializer }) => {
    const spans = endSpans(['first', 'second', 'third']);
    const bodies = spans.map(span => serializer.serializeRequest([span]) as Uint8Array);

    const joined = joinRequests({ signal: 'traces', protocol }, bodies);

    const received = flattenRequest('traces', decodeRequest('traces', format, joined)).spans;
    expect(received.map(({ name, spanId }) => [name, spanId])).toEqual(
      spans.map(span => [span.name, span.spanContext().spanId]),
    );
  });
});

function endSpans(names: readonly string[]) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  for (const name of names) provider.getTracer('test').startSpan(name).end();
  return exporter.getFinishedSpans();
}
