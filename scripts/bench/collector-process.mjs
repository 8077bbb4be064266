// A collector in its own process. During measurements it only stores what arrives over HTTP. For a summary,
// it passes that to a receiver of another project, which also accepts gRPC directly, and counts the items.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { MockOtlpServer, normalizeLogs, normalizeTrace } from '@elastic/mockotlpserver';

let kept = [];
let spans = [];
let records = [];
/** Traces in the formats of Datadog's agent and of Sentry. */
let foreign = 0;

const decoder = new MockOtlpServer({
  logLevel: 'fatal',
  services: ['http', 'grpc'],
  httpHostname: '127.0.0.1',
  httpPort: 0,
  grpcHostname: '127.0.0.1',
  grpcPort: 0,
  onTrace: request => spans.push(...flatten(normalizeTrace(request).resourceSpans, 'scopeSpans', 'spans')),
  onLogs: request => records.push(...flatten(normalizeLogs(request).resourceLogs, 'scopeLogs', 'logRecords')),
});

const sink = createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    if (request.url.startsWith('/v1/')) {
      kept.push({ url: request.url, headers: request.headers, body });
      response.setHeader('content-type', request.headers['content-type'] ?? 'application/x-protobuf');
      response.end();
    } else {
      foreign += foreignTraces(request, body);
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    }
  });
});

process.on('disconnect', () => process.exit());
process.on('message', async () => process.send(await summarize()));
await decoder.start();
const grpc = `http://${new URL(decoder.grpcUrl).host}`;
sink.listen(0, '127.0.0.1', () =>
  process.send({
    'http/protobuf': `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (sink.address()).port}`,
    grpc,
  }),
);

async function summarize() {
  for (const { url, headers, body } of kept) {
    const answer = await fetch(new URL(url, decoder.httpUrl), {
      method: 'POST',
      headers: {
        'content-type': headers['content-type'],
        'content-encoding': headers['content-encoding'] ?? '',
      },
      body,
    });
    await answer.arrayBuffer();
  }
  const summary = {
    requests: kept.length,
    bytes: kept.reduce((sum, { body }) => sum + body.length, 0),
    spans: spans.length,
    servers: count(
      spans.filter(isServer).map(({ name, attributes }) => `${name} ${attributes['http.route'] ?? '-'}`),
    ),
    others: count(spans.filter(span => !isServer(span)).map(({ name }) => name)),
    records: count(records.map(({ body }) => String(body))),
    correlated: correlated(),
    foreign,
  };
  [kept, spans, records, foreign] = [[], [], [], 0];
  return summary;
}

function foreignTraces({ headers }, body) {
  const count = headers['x-datadog-trace-count'];
  if (count !== undefined) return Number(count);
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString();
  return text.split('{"type":"transaction"').length - 1;
}

/** The number of records whose span arrived in the same trace. */
function correlated() {
  const traces = new Map(spans.map(({ spanId, traceId }) => [spanId, traceId]));
  return records.filter(({ spanId, traceId }) => spanId && traces.get(spanId) === traceId).length;
}

function isServer({ kind }) {
  return kind === 'SPAN_KIND_SERVER';
}

function flatten(resources, scopes, items) {
  return resources.flatMap(resource => resource[scopes].flatMap(scope => scope[items]));
}

function count(names) {
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
