// Runs the example service with otel-run, sends it three requests and shows its telemetry. No server is
// needed: the receiver is that of otel-run/testing.
import './prepare.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const { startReceiver, telemetryLines } = await import('otel-run/testing');

const REQUESTS = ['/orders/7', '/orders/8', '/orders/404'];

const root = fileURLToPath(new URL('..', import.meta.url));
const command = ['bin/otel-run.js', '--service', 'orders', '--', 'node', 'examples/orders/server.mjs'];

const receiver = await startReceiver();
console.log(`\n$ otel-run ${command.slice(1).join(' ')}\n`);
const service = spawn(process.execPath, command, {
  cwd: root,
  env: { ...process.env, NODE_ENV: 'production', ...receiver.environment() },
  stdio: ['ignore', 'pipe', 'inherit'],
});

const output = createInterface({ input: service.stdout });
output.on('line', line => console.log(`  ${line}`));
const [first] = await once(output, 'line');
const url = first.match(/http:\S+/)[0];
for (const path of REQUESTS) {
  console.log(`\n$ curl ${url}${path}`);
  const response = await fetch(url + path);
  console.log(`  ${await response.text()}`);
}
service.kill('SIGTERM');
await once(service, 'exit');
await receiver.waitFor(({ spans }) => spans.length >= REQUESTS.length * 3);

console.log('\nWhat arrived by the time it had ended:\n');
console.log(telemetryLines(receiver, { color: process.stdout.isTTY }).join('\n'));
await receiver.close();
