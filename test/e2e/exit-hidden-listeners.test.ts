import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, start } from '../helpers/processes.ts';

/** The requests of one collector that the test answers when it likes. */
const held: ServerResponse[] = [];
const collector = createServer((request, response) => {
  request.resume().on('end', () => held.push(response));
});
let endpoint: string;
beforeAll(async () => {
  await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterAll(() => {
  collector.closeAllConnections();
  collector.close();
});

const env = () =>
  preloaded({
    OTEL_SERVICE_NAME: 'hidden',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_RUN_FLUSH_TIMEOUT: '30000',
  });

describe('a signal whose only listener is not counted, as under tsx', () => {
  for (const node of nodes()) {
    it(`is reported again while the exit delivers, on Node.js ${node.version}`, async () => {
      const running = start([node.path, 'hidden-listener.cjs'], { env: env() });
      await running.printed('READY\n');
      const before = held.length;

      running.child.kill('SIGINT');
      await expect.poll(() => held.length, { timeout: 10_000 }).toBe(before + 1);
      running.child.kill('SIGINT');
      await running.printed('reported SIGINT\nreported SIGINT\n');
      held.at(-1)?.end();

      expect(await running.ended).toEqual({
        code: 130,
        signal: null,
        stdout: 'READY\nreported SIGINT\nreported SIGINT\nexit 130, 0 counted\n',
        stderr: '',
      });
    });
  }
});
