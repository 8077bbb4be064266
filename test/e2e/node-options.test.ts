import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const env = { OTEL_SERVICE_NAME: 'options', OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

for (const node of nodes()) {
  describe(`Node.js ${node.version}`, () => {
    it('leaves the port of the debugger to the command', async () => {
      const port = await freePort();
      const code = 'console.log(require("node:inspector").url())';

      const { stdout, stderr } = await run(byOtelRun([node.path, '-e', code], node.path), {
        env: { ...env, NODE_OPTIONS: `--inspect=127.0.0.1:${port}` },
      });

      expect(stderr).not.toContain('address already in use');
      expect(stdout).toContain(`ws://127.0.0.1:${port}/`);
    });

    it('writes the coverage of the command alone', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'otel-run-coverage-'));
      const code = 'console.log(process.pid)';

      const { stdout } = await run(byOtelRun([node.path, '-e', code], node.path), {
        env: { ...env, NODE_V8_COVERAGE: folder },
      });
      const files = readdirSync(folder);
      rmSync(folder, { recursive: true });

      // Before 22.15 Node's own thread of module hooks writes one, too.
      expect(new Set(files.map(file => file.split('-')[1]))).toEqual(new Set([stdout.trim()]));
      expect(files.filter(file => file.endsWith('-0.json'))).toHaveLength(1);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
