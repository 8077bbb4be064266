import { createRequire } from 'node:module';
import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../../src/receiver/receiver.ts';
import { emitLog, emitSpans } from './emit-telemetry.ts';
import { encodeSample } from './sample-requests.ts';

/** Another receiver, which reads with OpenTelemetry's .proto files. */
const peer = createRequire(import.meta.url)('@elastic/mockotlpserver');

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

// biome-ignore lint/suspicious/noExplicitAny: the peer has no types
const seenByPeer: any[] = [];
const peerServer = new peer.MockOtlpServer({
  logLevel: 'fatal',
  services: ['http'],
  httpHostname: '127.0.0.1',
  httpPort: 0,
  onTrace: (request: unknown) => seenByPeer.push(peer.normalizeTrace(request)),
  onLogs: (request: unknown) => seenByPeer.push(peer.normalizeLogs(request)),
  onMetrics: (request: unknown) => seenByPeer.push(peer.normalizeMetrics(request)),
});
beforeAll(() => peerServer.start());
afterAll(() => peerServer.close());

it.each([
  { contentType: 'application/x-protobuf', serializer: ProtobufTraceSerializer },
  { contentType: 'application/json', serializer: JsonTraceSerializer },
])(
  'both receivers read the same spans from the same body of $contentType',
  async ({ contentType, serializer }) => {
    const spans: ReadableSpan[] = [];
    await emitSpans(collector(spans));
    await postToBoth('/v1/traces', contentType, serializer.serializeRequest(spans));
    const [group] = seenByPeer.at(-1).resourceSpans;
    expect(receiver.spans[0]?.resource).toEqual(group.resource.attributes);
    expect(receiver.spans).toHaveLength(2);
    for (const [index, span] of receiver.spans.entries()) {
      expect({ events: [], attributes: {}, ...group.scopeSpans[0].spans[index] }).toMatchObject({
        traceId: span.traceId,
        spanId: span.spanId,
        name: span.name,
        kind: `SPAN_KIND_${span.kind.toUpperCase()}`,
        startTimeUnixNano: String(span.startTimeUnixNano),
        endTimeUnixNano: String(span.endTimeUnixNano),
        attributes: span.attributes,
        events: span.events.map(({ name, attributes }) => ({ name, attributes })),
      });
    }
  },
);

it.each([
  { contentType: 'application/x-protobuf', serializer: ProtobufLogsSerializer },
  { contentType: 'application/json', serializer: JsonLogsSerializer },
])(
  'both receivers read the same log record from the same body of $contentType',
  async ({ contentType, serializer }) => {
    const records: ReadableLogRecord[] = [];
    await emitLog(collector(records));
    await postToBoth('/v1/logs', contentType, serializer.serializeRequest(records));
    const [log] = receiver.logs;
    expect(seenByPeer.at(-1).resourceLogs[0].scopeLogs[0].logRecords).toMatchObject([
      {
        timeUnixNano: String(log?.timestamp),
        observedTimeUnixNano: String(log?.observedTimestamp),
        severityNumber: expect.anything(),
        severityText: log?.severityText,
        body: log?.body,
        attributes: { order: log?.attributes.order },
      },
    ]);
  },
);

it('both receivers read the same metric points from the same body', async () => {
  await postToBoth('/v1/metrics', 'application/x-protobuf', encodeSample('metrics'));
  const [group] = seenByPeer.at(-1).resourceMetrics[0].scopeMetrics;
  const points = group.metrics.map(({ name, description, unit, ...data }: Record<string, unknown>) => {
    const [[type, { dataPoints }]] = Object.entries(data) as [[string, { dataPoints: unknown[] }]];
    return { name, description, unit, type, point: dataPoints[0] };
  });
  expect(points.map(({ type }: { type: string }) => type)).toHaveLength(5);
  for (const [index, { point, ...metric }] of points.entries()) {
    const own = receiver.metricPoints[index];
    expect(own).toMatchObject(metric);
    expect(String(own?.timeUnixNano)).toBe(point.timeUnixNano);
    expect(own?.attributes).toEqual(point.attributes ?? {});
    expect(own?.value).toBe(point.asDouble ?? (point.asInt && Number(point.asInt)));
    expect(own?.count).toBe(point.count && Number(point.count));
    expect(own?.sum).toBe(point.sum);
    expect(own?.buckets?.map(({ count }) => count)).toEqual(point.bucketCounts?.map(Number));
  }
});

function collector<Item>(items: Item[]) {
  return {
    export(batch: Item[], done: (result: { code: 0 }) => void) {
      items.push(...batch);
      done({ code: 0 });
    },
    async forceFlush() {},
    async shutdown() {},
  };
}

async function postToBoth(path: string, contentType: string, body: Uint8Array | undefined) {
  for (const url of [receiver.httpUrl, peerServer.httpUrl.origin]) {
    const headers = { 'content-type': contentType };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: Buffer.from(body ?? []) });
    expect(response.status).toBe(200);
  }
}
