import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const APPLICATIONS = ['one-request.cjs', 'one-request.mjs'];
const PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'];

describe.concurrent('otel-run -- node app', () => {
  for (const application of APPLICATIONS) {
    for (const protocol of PROTOCOLS) {
      it(`delivers the spans and the log record of ${application} over ${protocol}`, async () => {
        const service = `run-${application}-${protocol.replace('/', '-')}`;
        const env = collector.environment(service, protocol);

        const { code, stderr } = await run(byOtelRun([process.execPath, application]), { env });

        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        const { spans, logs } = await collector.waitFor(
          service,
          got => got.spans.length >= 2 && got.logs.length >= 1,
        );
        // GET (client)
        // └─ GET /users/:id (server) ── the log record
        const client = spans.find(span => span.kind === 'SPAN_KIND_CLIENT');
        const server = spans.find(span => span.kind === 'SPAN_KIND_SERVER');
        expect(spans).toHaveLength(2);
        expect(server).toMatchObject({ name: 'GET /users/:id', parentSpanId: client?.spanId });
        expect(logs).toHaveLength(1);
        expect(logs[0]).toMatchObject({ body: 'user was asked for', spanId: server?.spanId });
      });
    }
  }
});
