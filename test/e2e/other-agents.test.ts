import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** Agents read their environment when they are started; these print what they would find. */
const AGENTS = ['dd-trace', 'elastic-apm-node', 'newrelic'];
const AGENT = `exports.init = () => {
  const { OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER } = process.env;
  console.log(JSON.stringify({ OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER }));
};`;

let collector: Collector;
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-agents-'));
  for (const agent of AGENTS) {
    const home = join(folder, 'node_modules', agent);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify({ name: agent, version: '5.0.0' }));
    writeFileSync(join(home, 'index.js'), AGENT);
    writeFileSync(join(folder, `${agent}.cjs`), `require('${agent}').init();`);
    writeFileSync(join(folder, `${agent}.mjs`), `import agent from '${agent}';\nagent.init();`);
  }
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await collector.close();
});

/** Without what the collector's environment says of exporters: those are otel-run's defaults then. */
function environment(service: string): NodeJS.ProcessEnv {
  const { OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER, ...rest } = collector.environment(service);
  return rest;
}

for (const node of nodes()) {
  describe.concurrent(`beside an agent, Node.js ${node.version}`, () => {
    const files = AGENTS.flatMap(agent => ['cjs', 'mjs'].map(type => ({ agent, file: `${agent}.${type}` })));

    it.each(files)(
      '$file finds the environment without defaults, and one line tells of it',
      async ({ agent, file }) => {
        const env = environment(`agent-${file}`);

        const { code, stdout, stderr } = await run(byOtelRun([node.path, file], node.path), {
          env,
          cwd: folder,
        });

        expect({ code, stdout }).toEqual({ code: 0, stdout: '{}\n' });
        expect(stderr).toBe(
          `otel-run: ${agent} traces this process, too: it sends its spans to its own service, and those requests are traced here\n`,
        );
      },
    );

    it('dd-trace that is told to send by OTLP is told what follows', async () => {
      const env = { ...environment('agent-otlp'), OTEL_TRACES_EXPORTER: 'otlp' };

      const { stdout, stderr } = await run(byOtelRun([node.path, 'dd-trace.cjs'], node.path), {
        env,
        cwd: folder,
      });

      expect(JSON.parse(stdout)).toEqual({ OTEL_TRACES_EXPORTER: 'otlp' });
      expect(stderr).toMatch(
        /OTEL_TRACES_EXPORTER=otlp.*each operation arrives twice\. Leave the variable unset\n$/,
      );
    });

    it('says nothing in development', async () => {
      const env = { ...environment('agent-development'), OTEL_RUN_DEVELOPMENT: 'true' };

      const ended = await run(byOtelRun([node.path, 'newrelic.cjs'], node.path), { env, cwd: folder });

      expect(ended).toMatchObject({ code: 0, stdout: '{}\n', stderr: '' });
    });
  });
}
