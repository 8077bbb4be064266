import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isAtLeast, type Node } from './nodes.ts';
import { type Running, start } from './processes.ts';

const INSTALLED = new URL('../.installed/lambda', import.meta.url).pathname;

const FUNCTIONS = new URL('../fixtures/apps/lambda', import.meta.url).pathname;

/** The runtimes that `scripts/install-lambda.sh` installs: folder → command line before the handler. */
const RUNTIMES = {
  newest: [join(INSTALLED, 'newest/node_modules/aws-lambda-ric/index.mjs')],
  callbacks: [join(INSTALLED, 'callbacks/node_modules/aws-lambda-ric/bin/index.mjs')],
};

/** Whether the runtimes are there. */
export const HAS_LAMBDA = Object.keys(RUNTIMES).every(name => existsSync(join(INSTALLED, name, 'installed')));

/** What an invocation is made with. */
export interface Invoking {
  /** Milliseconds from now on that the handler may take, 60 s by default. */
  readonly timeout?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the runtime answered. */
export interface Answer {
  readonly id: string;
  readonly kind: 'response' | 'error';
  readonly body: string;
  /** Of a response that was streamed, where it failed. */
  readonly trailers: Readonly<Record<string, string | undefined>>;
}

/** A function whose process is stopped between invocations, as Lambda freezes it. */
export interface LambdaFunction {
  readonly running: Running;
  /** What the process asked for that is not of the runtime API. */
  readonly headersOfRuntime: readonly IncomingMessage['headers'][];
  /** Thaws the process, gives it an event, and resolves with its answer. */
  invoke(event: unknown, how?: Invoking): Promise<Answer>;
  /** Resolves when the process has asked for the next invocation, and is frozen. */
  frozen(): Promise<void>;
  kill(): Promise<void>;
}

export interface LambdaOptions {
  readonly node: Node;
  /** The newest one that the Node.js has, by default. */
  readonly runtime?: keyof typeof RUNTIMES | undefined;
  readonly layer: string;
  /** `file.name` in `test/fixtures/apps/lambda`. */
  readonly handler: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a function by Lambda's own runtime, against a runtime API of this process. */
export async function startFunction(options: LambdaOptions): Promise<LambdaFunction> {
  const { node, layer, handler, env } = options;
  const { runtime = isAtLeast(node, 22) ? 'newest' : 'callbacks' } = options;
  const answers = new Map<string, (answer: Answer) => void>();
  const headersOfRuntime: IncomingMessage['headers'][] = [];
  let waiting: ServerResponse | undefined;
  let onFrozen: (() => void)[] = [];
  let running: Running | undefined;
  let count = 0;

  const api = createServer(async (request, response) => {
    headersOfRuntime.push(request.headers);
    if (request.url === '/2018-06-01/runtime/invocation/next') {
      waiting = response;
      running?.child.kill('SIGSTOP');
      for (const resolve of onFrozen.splice(0)) resolve();
      return;
    }
    const body = await textOf(request);
    response.writeHead(202).end('{"status":"OK"}');
    const [, id = '', kind] = /invocation\/([^/]+)\/(response|error)$/.exec(request.url ?? '') ?? [];
    answers.get(id)?.({ id, kind: kind as Answer['kind'], body, trailers: request.trailers });
  });
  await new Promise<void>(resolve => api.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(api.address() as AddressInfo).port}`;

  const command = [join(layer, 'otel-run'), node.path, ...RUNTIMES[runtime]];
  running = start(runtime === 'callbacks' ? [...command, handler] : command, {
    cwd: FUNCTIONS,
    env: {
      AWS_LAMBDA_RUNTIME_API: address,
      AWS_LAMBDA_FUNCTION_NAME: 'orders',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
      AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/29/[$LATEST]abc',
      AWS_REGION: 'eu-central-1',
      LAMBDA_TASK_ROOT: FUNCTIONS,
      _HANDLER: handler,
      ...env,
    },
  });
  const { child, ended } = running;

  const frozen = () => (waiting ? Promise.resolve() : new Promise<void>(resolve => onFrozen.push(resolve)));

  return {
    running,
    headersOfRuntime,
    frozen,
    async invoke(event, { timeout = 60_000, headers = {} } = {}) {
      await Promise.race([
        frozen(),
        ended.then(({ stdout, stderr }) => {
          throw new Error(`the function has ended\n${stdout}\n${stderr}`);
        }),
      ]);
      const id = `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
      const answer = new Promise<Answer>(resolve => answers.set(id, resolve));
      child.kill('SIGCONT');
      waiting?.writeHead(200, {
        'lambda-runtime-aws-request-id': id,
        'lambda-runtime-deadline-ms': String(Date.now() + timeout),
        'lambda-runtime-invoked-function-arn':
          'arn:aws:lambda:eu-central-1:123456789012:function:orders:live',
        'content-type': 'application/json',
        ...headers,
      });
      waiting?.end(JSON.stringify(event));
      waiting = undefined;
      return answer;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
      onFrozen = [];
      api.close();
      api.closeAllConnections();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
