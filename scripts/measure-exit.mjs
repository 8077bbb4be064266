// What an exit with telemetry costs: the same program with and without spans to deliver, in pairs, against a local
// collector in another process. Prints medians: node scripts/measure-exit.mjs [pairs] [path of a Node.js]
import { execFile, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MockOtlpServer } from '@elastic/mockotlpserver';

const preload = fileURLToPath(new URL('../dist/preload.cjs', import.meta.url));
const folder = fileURLToPath(new URL('../test/fixtures/apps', import.meta.url));
const program = spans =>
  `const { trace } = require('@opentelemetry/api'); for (let i = 0; i < ${spans}; i++) trace.getTracer('app').startSpan('work').end(); process.exit(0)`;

if (process.send) await serve();
else await measure(Number(process.argv[2] ?? 15), process.argv[3] ?? process.execPath);

async function serve() {
  const server = new MockOtlpServer({
    logLevel: 'fatal',
    services: ['http', 'grpc'],
    httpHostname: '127.0.0.1',
    httpPort: 0,
    grpcHostname: '127.0.0.1',
    grpcPort: 0,
  });
  await server.start();
  process.send({ 'http/protobuf': server.httpUrl, grpc: server.grpcUrl });
  process.on('disconnect', () => process.exit());
}

async function measure(pairs, node) {
  const collector = fork(fileURLToPath(import.meta.url));
  const urls = await new Promise(resolve => collector.once('message', resolve));
  for (const [protocol, url] of Object.entries(urls)) {
    const differences = [];
    const waits = [];
    for (let i = 0; i < pairs; i++) {
      const idle = await time(node, program(0), protocol, url);
      const busy = await time(node, program(100), protocol, url);
      differences.push(busy.milliseconds - idle.milliseconds);
      waits.push(busy.waited);
    }
    console.log(
      `${protocol}: an exit with 100 spans costs ${median(differences)} ms more, of which it waits ${median(waits)} ms`,
    );
  }
  collector.disconnect();
}

async function time(node, code, protocol, url) {
  const env = {
    PATH: process.env.PATH,
    NODE_OPTIONS: `--require ${preload}`,
    OTEL_SERVICE_NAME: 'measured',
    OTEL_LOG_LEVEL: 'info',
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
  };
  const begin = performance.now();
  const { stderr } = await promisify(execFile)(node, ['-e', code], { cwd: folder, env });
  const milliseconds = performance.now() - begin;
  return { milliseconds, waited: Number(/waited (\d+) ms/.exec(stderr)?.[1]) };
}

function median(values) {
  return Math.round(values.sort((a, b) => a - b)[Math.floor(values.length / 2)]);
}
