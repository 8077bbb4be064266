// One function on Lambda's own runtime, from its start to the end of its first invocation.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const FUNCTIONS = fileURLToPath(new URL('functions', import.meta.url));

const RIC = fileURLToPath(
  new URL('../../../test/.installed/lambda/newest/node_modules/aws-lambda-ric/index.mjs', import.meta.url),
);

const PATIENCE_MS = 60_000;

/**
 * Starts a function, gives it one event, and kills it when it asks for the next one: then Lambda would freeze it.
 *
 * @param options the path of Node.js, a wrapper script or undefined, `cjs` or `mjs`, the environment
 * @returns milliseconds from the start until it was ready for the event, and of the invocation until the answer and until
 * the freeze; the CPU time and the most memory that it took
 */
export async function coldInvocation({ node, wrapper, format, env }) {
  const api = await startRuntimeApi();
  const command = [...(wrapper ? [wrapper] : []), node, RIC];
  const started = performance.now();
  const child = spawn(command[0], command.slice(1), {
    cwd: `${FUNCTIONS}/${format}`,
    env: { ...env, ...lambdaEnvironment(api.port, format) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  const ended = new Promise(resolve => child.once('exit', resolve));
  const early = ended.then(() => Promise.reject(new Error(`the function ended early\n${stderr}`)));
  try {
    const { ready, answered, frozen } = await Promise.race([api.finished, early]);
    return {
      init: ready - started,
      answer: answered - ready,
      frozen: frozen - ready,
      total: frozen - started,
      ...usageOf(child.pid),
    };
  } finally {
    early.catch(() => {});
    child.kill('SIGKILL');
    await ended;
    api.close();
  }
}

/** The runtime API of https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html for one event. */
async function startRuntimeApi() {
  const at = {};
  const finished = withResolvers();
  const patience = setTimeout(() => finished.reject(new Error('the function does not answer')), PATIENCE_MS);
  const server = createServer((request, response) => {
    request.resume();
    const asksForEvent = request.url.endsWith('/invocation/next');
    if (!asksForEvent && !request.url.endsWith('/response'))
      finished.reject(new Error(`the function answered ${request.url}`));
    if (asksForEvent && at.ready) finished.resolve({ ...at, frozen: performance.now() });
    else if (asksForEvent) {
      at.ready = performance.now();
      response.writeHead(200, eventHeaders()).end('{}');
    } else {
      at.answered = performance.now();
      response.writeHead(202).end('{"status":"OK"}');
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    clearTimeout(patience);
    server.close();
    server.closeAllConnections();
  };
  return { port, finished: finished.promise, close };
}

function eventHeaders() {
  return {
    'lambda-runtime-aws-request-id': '00000000-0000-4000-8000-000000000001',
    'lambda-runtime-deadline-ms': String(Date.now() + PATIENCE_MS),
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:bench',
    'content-type': 'application/json',
  };
}

/** `Promise.withResolvers` of Node.js 22. */
function withResolvers() {
  let resolve;
  let reject;
  const promise = new Promise((onValue, onError) => {
    [resolve, reject] = [onValue, onError];
  });
  return { promise, resolve, reject };
}

function lambdaEnvironment(port, format) {
  return {
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'bench',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/bench',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/29/[$LATEST]abc',
    AWS_REGION: 'eu-central-1',
    LAMBDA_TASK_ROOT: `${FUNCTIONS}/${format}`,
    _HANDLER: 'index.handler',
    ...(format === 'mjs' && { HANDLER_IS_MODULE: '1' }),
  };
}

/** Milliseconds of a tick of `/proc/<pid>/stat`. */
const TICK_MS = 10;

/** proc(5): CPU time of all threads in milliseconds, and the peak of the resident memory in bytes. */
function usageOf(pid) {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return { cpu: (user + system) * TICK_MS, peak: Number(kilobytes) * 1024 };
}
