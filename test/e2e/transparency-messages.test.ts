import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { LAUNCHES, type Launch } from '../helpers/launches.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { cleanEnvironment } from '../helpers/processes.ts';

const APPLICATION = new URL('../fixtures/apps/echo-messages.cjs', import.meta.url).pathname;

const MESSAGES = {
  json: [{ a: [1, 'two', null] }, 'text', 7, true, { cmd: 'x'.repeat(200_000) }],
  advanced: [new Date(0), new Map([['key', new Set([1n])]]), { bytes: Uint8Array.of(1, 2) }],
};

// A process that was forked has a channel that no other program takes over: otel-run is always the parent then.
const { node } = LAUNCHES.at(-1) as Launch;

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill();
});

describe(`a command of an otel-run that was forked, Node.js ${process.versions.node}`, {
  concurrent: true,
}, () => {
  for (const serialization of ['json', 'advanced'] as const) {
    it(`gets and sends messages, ${serialization}`, async () => {
      const child = forkOtelRun(serialization);
      const answers: unknown[] = [];
      child.on('message', answer => answers.push(answer));
      await once(child, 'message');
      for (const message of MESSAGES[serialization]) {
        child.send(message);
        await once(child, 'message');
      }
      child.disconnect();

      expect(await endOf(child)).toEqual({ code: 0, stdout: 'disconnected\n', stderr: '' });
      expect(answers.slice(1)).toMatchObject(MESSAGES[serialization].map(got => ({ got })));
    });
  }

  it('gets a handle with a message', async () => {
    const child = forkOtelRun('json');
    await once(child, 'message');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    child.send('take it', server);
    const [answer] = await once(child, 'message');
    server.close();
    child.disconnect();
    await endOf(child);

    expect(answer).toMatchObject({ got: 'take it', handle: 'Server' });
  });

  it('tells its parent at once when it disconnects', async () => {
    const child = forkOtelRun('json', ['-e', 'process.disconnect(); process.stdin.resume()']);
    await once(child, 'disconnect');
    expect(child.exitCode).toBeNull();
    child.stdin?.end();

    expect(await endOf(child)).toMatchObject({ code: 0, stderr: '' });
  });

  it('has the channel and nothing else at its descriptor', async () => {
    const code =
      'console.log(fs.readlinkSync("/proc/self/fd/3").slice(0, 6), fs.existsSync("/proc/self/fd/4") && fs.readlinkSync("/proc/self/fd/4"))';
    const child = forkOtelRun('json', ['-e', `${code}; process.disconnect?.()`]);

    expect((await endOf(child)).stdout).toMatch(/^socket anon_inode:/);
  });

  it('ends by the same signal', async () => {
    const child = forkOtelRun('json', ['-e', 'process.kill(process.pid, "SIGKILL")']);

    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  });
});

function forkOtelRun(serialization: 'json' | 'advanced', command: readonly string[] = [APPLICATION]) {
  const child = fork(OTEL_RUN, ['--service', 'forked', '--', node, ...command], {
    execPath: node,
    execArgv: [],
    env: cleanEnvironment(),
    serialization,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  return child;
}

async function endOf(child: ReturnType<typeof fork>) {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', text => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  // Node.js emits no `close` for a child that was disconnected first.
  const closed = [child.stdout, child.stderr].map(stream => stream && once(stream, 'close'));
  const [[code]] = await Promise.all([once(child, 'exit'), ...closed]);
  return { code, stdout, stderr };
}
