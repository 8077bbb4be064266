import { request } from 'node:http';
import { afterAll } from 'vitest';
import { OTEL_RUN } from './package-under-test.ts';
import { type Running, type RunOptions, start } from './processes.ts';

/** A view under way. */
export interface RunningView {
  readonly running: Running;
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** What a path of the API answers. */
  get<Answer>(path: string): Promise<Answer>;
  /** Asks until something is true of the answer, and returns the answer then. */
  until<Answer>(path: string, isTrue: (answer: Answer) => boolean): Promise<Answer>;
  /** Ends it, and with it the command. */
  stop(signal?: NodeJS.Signals): ReturnType<typeof endOf>;
}

/** Folders of leases of their own, so that tests that run at once do not join each other. */
export function viewEnvironment(folder: string): Record<string, string> {
  return { XDG_RUNTIME_DIR: folder };
}

const started: Running[] = [];
afterAll(() => {
  for (const { child } of started) child.kill('SIGKILL');
});

/** Starts `otel-run view` and waits for its address. It is ended with the tests of the file. */
export async function startView(
  argv: readonly string[],
  options: RunOptions & { readonly node?: string } = {},
): Promise<RunningView> {
  const { node = process.execPath } = options;
  const running = start([node, OTEL_RUN, 'view', ...argv], options);
  started.push(running);
  let stderr = '';
  const url = await new Promise<string>((resolve, reject) => {
    running.child.stderr.on('data', text => {
      stderr += text;
      const [, address] = /^otel-run view: (http:\S+)\n/m.exec(stderr) ?? [];
      if (address) resolve(address);
    });
    running.ended.then(({ stderr: said }) => reject(new Error(`it ended: ${said}`)), reject);
  });
  const get = async <Answer>(path: string) => JSON.parse((await fetchText(`${url}${path}`)).body) as Answer;
  return {
    running,
    url,
    get,
    async until<Answer>(path: string, isTrue: (answer: Answer) => boolean) {
      const deadline = Date.now() + 60_000;
      for (;;) {
        const answer = await get<Answer>(path);
        if (isTrue(answer)) return answer;
        if (Date.now() > deadline) throw new Error(`not in time: ${JSON.stringify(answer).slice(0, 2000)}`);
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    },
    stop(signal = 'SIGTERM') {
      running.child.kill(signal);
      return endOf(running);
    },
  };
}

function endOf({ ended }: Running) {
  return ended;
}

/** The port that an application under test has printed. */
export async function portOf({ running }: RunningView): Promise<number> {
  await running.printed('READY ');
  return Number(/READY (\d+)/.exec(running.output())?.[1]);
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Sends a request with whatever headers; `fetch` does not let one set `Host`. */
export function fetchText(
  url: string,
  { method = 'GET', headers = {}, body }: Sent = {},
): Promise<{ status: number; headers: Record<string, string | string[] | undefined>; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', part => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
