// Measures the cold start of a function on AWS Lambda's own runtime, against a runtime API on this machine: bare, with
// our layer, and with OpenTelemetry's packages as its layer starts them. Writes the table of docs/aws-lambda.md; a quick
// run only prints it. `bash scripts/install-lambda.sh` installs the runtime, which needs Node.js 22 or newer.
//
//   npm run bench:lambda -- [--quick] [--node <path of a Node.js>]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCollector } from '../collector.mjs';
import { machine } from '../facts.mjs';
import { environment } from '../peers.mjs';
import { interleave } from '../rounds.mjs';
import { verify } from '../telemetry.mjs';
import { coldInvocation } from './cold-invocation.mjs';
import { makeLayers, sizeOf } from './layers.mjs';
import { tableOf } from './table.mjs';

const ROUNDS = 15;
const QUICK_ROUNDS = 5;

const DOCUMENT = fileURLToPath(new URL('../../../docs/aws-lambda.md', import.meta.url));

const MARKS = /(<!-- cold-start -->\n)[\s\S]*(<!-- \/cold-start -->)/;

/** The script of each layer that AWS_LAMBDA_EXEC_WRAPPER would name. */
const WRAPPERS = { 'otel-run': 'otel-run', upstream: 'otel-handler' };

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, node: { type: 'string' } } });
const node = resolve(options.node ?? process.execPath);
execFileSync(process.execPath, ['scripts/prepare.mjs'], { stdio: 'inherit' });
const base = mkdtempSync(join(tmpdir(), 'otel-run-bench-'));
const collector = await startCollector();
try {
  const layers = await makeLayers(base);
  const env = {
    ...environment(node, collector.endpoints['http/protobuf']),
    OTEL_SERVICE_NAME: undefined,
    OTEL_NODE_RESOURCE_DETECTORS: undefined,
  };
  const measure = format => async (peer, isFirst) => {
    const wrapper = layers[peer] && join(layers[peer], WRAPPERS[peer]);
    const measured = await coldInvocation({ node, wrapper, format, env });
    const summary = await collector.take();
    if (isFirst && wrapper) verify(`${peer} (${format})`, summary, { servers: { 'bench -': 1 } });
    return measured;
  };
  const peers = ['bare', ...Object.keys(layers)];
  const rounds = options.quick ? QUICK_ROUNDS : ROUNDS;
  const formats = {
    CommonJS: await interleave(rounds, measure('cjs'), peers),
    'ES module': await interleave(rounds, measure('mjs'), peers),
  };
  const sizes = Object.fromEntries(Object.entries(layers).map(([peer, layer]) => [peer, sizeOf(layer)]));
  const table = `${tableOf(formats, sizes)}\n${conditions(rounds)}\n`;
  console.log(table);
  if (!options.quick) {
    const text = readFileSync(DOCUMENT, 'utf8');
    writeFileSync(
      DOCUMENT,
      text.replace(MARKS, (_, open, close) => `${open}${table}${close}`),
    );
  }
} finally {
  collector.close();
  rmSync(base, { recursive: true, force: true });
}

function conditions(rounds) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const date = new Date().toISOString().slice(0, 10);
  return `Medians of ${rounds} rounds, measured on ${date} on ${machine()}, with Node.js ${version}.`;
}
