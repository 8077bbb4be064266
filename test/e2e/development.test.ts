import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byOtelRun, type Ended, run } from '../helpers/processes.ts';

const COMMAND = [process.execPath, 'every-logger.cjs'];

/** Answers everything, and remembers what it was asked for. */
const asked: string[] = [];
const receiver = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end();
});

let bare: Ended;
let endpoint: string;
beforeAll(async () => {
  bare = await run(COMMAND);
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(() => {
  receiver.close();
});

/** What a shell, a Compose file or a one-off command may bring along. */
const SITUATIONS: Readonly<Record<string, Record<string, string>>> = {
  'NODE_ENV is development': { NODE_ENV: 'development', OTEL_SERVICE_NAME: 'dev' },
  'NODE_ENV is test': { NODE_ENV: 'test', OTEL_SERVICE_NAME: 'dev' },
  'OTEL_RUN_DEVELOPMENT is true': { OTEL_RUN_DEVELOPMENT: 'true', OTEL_SERVICE_NAME: 'dev' },
  'nothing names the service': { NODE_ENV: 'development' },
  'the configuration is broken': {
    NODE_ENV: 'development',
    OTEL_SERVICE_NAME: 'dev',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http',
    OTEL_TRACES_SAMPLER: 'sometimes',
  },
  'nothing listens at the endpoint': {
    NODE_ENV: 'development',
    OTEL_SERVICE_NAME: 'dev',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  },
  'production variables leaked': {
    NODE_ENV: 'development',
    OTEL_SERVICE_NAME: 'api',
    OTEL_LOGS_EXPORTER: 'otlp,console',
    OTEL_RUN_LOG_CORRELATION: 'true',
    OTEL_RUN_CONSOLE_LOGS: 'true',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20eA==',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=production',
  },
};

describe.concurrent('in development', () => {
  it.each(Object.keys(SITUATIONS))(
    'a command prints byte for byte what it prints bare where %s',
    async name => {
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...SITUATIONS[name] };
      const { code, stdout, stderr } = await run(byOtelRun(COMMAND), { env });

      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: bare.stdout, stderr: bare.stderr });
      expect(asked.filter(url => url.includes('logs'))).toEqual([]);
    },
  );
});

describe('outside development', () => {
  it('the same command exports its records and marks its lines', async () => {
    const env = { OTEL_SERVICE_NAME: 'prod', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    const { stdout } = await run(byOtelRun(COMMAND), { env });

    expect(stdout).toContain('trace_id');
    expect(asked).toContain('/v1/logs');
  });
});
