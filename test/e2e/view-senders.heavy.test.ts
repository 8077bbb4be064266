import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StatusAnswer } from '../../src/view/model/status.ts';
import type { TracesAnswer } from '../../src/view/model/traces.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';
import { startView, viewEnvironment } from '../helpers/view.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-views-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = viewEnvironment(folder);

/** Where every sender sends that is not told otherwise: gRPC, HTTP. */
const PORTS = [4317, 4318];

const areFree = (await Promise.all(PORTS.map(isFree))).every(Boolean);
if (!areFree) process.stderr.write(`SKIPPED: view without a command: ${PORTS.join(' or ')} is in use\n`);

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

describe.skipIf(!areFree)('otel-run view without a command', () => {
  it('receives what is sent to the default ports, by either protocol, until it is interrupted', async () => {
    const file = join(folder, 'senders.html');
    const view = await startView(['--port', '0', '--save', file], { env });
    expect((await view.get<StatusAnswer>('api/status')).receiver).toEqual({
      http: 'http://127.0.0.1:4318',
      grpc: 'http://127.0.0.1:4317',
    });

    for (const protocol of ['http/protobuf', 'http/json', 'grpc']) {
      const argv = [process.execPath, OTEL_RUN, '--service', protocol, '--', 'node', 'one-span.cjs'];
      const { code } = await run(argv, { env: { OTEL_EXPORTER_OTLP_PROTOCOL: protocol } });
      expect([protocol, code]).toEqual([protocol, 0]);
      await view.until<TracesAnswer>(`api/traces?service=${protocol}`, ({ matched }) => matched === 1);
    }

    expect(await view.stop('SIGINT')).toMatchObject({ code: 0, signal: null, stdout: '' });
    expect(readFileSync(file, 'utf8')).toContain('"service":"grpc"');
  });

  for (const port of PORTS) {
    it(`says that ${port} is in use, and what to do`, async () => {
      const server = createServer();
      await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
      const ended = await run([process.execPath, OTEL_RUN, 'view', '--port', '0'], { env });
      server.close();
      expect(ended).toMatchObject({ code: 125, signal: null, stdout: '' });
      expect(ended.stderr).toBe(
        `otel-run: port ${port} of 127.0.0.1 is in use: a collector or another otel-run view receives there. Stop it, or start the command with the view: otel-run view -- <command>\n`,
      );
    });
  }
});
