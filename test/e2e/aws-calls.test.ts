import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** `scripts/install-work.sh` installs the clients. */
const CLIENTS = new URL('../.installed/work/newest', import.meta.url).pathname;
const isInstalled = existsSync(`${CLIENTS}/node_modules/@aws-sdk/client-bedrock-runtime`);
if (!isInstalled) process.stderr.write('SKIPPED: clients of AWS: bash scripts/install-work.sh\n');

const ARGV = ['--no-warnings', 'aws/calls.cjs', CLIENTS];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.skipIf(!isInstalled)('calls of services of AWS', () => {
  it.each(nodes())('end as without otel-run, and keep what they are given (Node.js $version)', async node => {
    const service = `aws-${node.version}`;
    const [bare, instrumented] = await Promise.all([
      run([node.path, ...ARGV]),
      run(byOtelRun([node.path, ...ARGV], node.path), { env: collector.environment(service) }),
    ]);

    expect([bare.code, instrumented.code], instrumented.stderr).toEqual([0, 0]);
    expect(instrumented.stdout).toBe(bare.stdout);
    expect(instrumented.stdout.match(/ answered in its trace$/gm)).toHaveLength(10);
    const { spans } = collector.of(service);
    const invoked = spans.filter(({ name }) => name === 'BedrockRuntime.InvokeModel');
    expect(invoked.map(({ attributes }) => attributes['gen_ai.request.max_tokens'])).toEqual([
      5,
      5,
      undefined,
    ]);
    const refused = spans.filter(({ name }) => name === 'chat anthropic.refused');
    expect(refused.map(({ status }) => status.message)).toEqual(['too many']);
    expect(spans.filter(({ name }) => name === 'orders send')).toHaveLength(6);
  });
});
