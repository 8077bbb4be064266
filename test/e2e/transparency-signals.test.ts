import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { LAUNCHES, type Launch, launchedBy } from '../helpers/launches.ts';
import { type Ended, start } from '../helpers/processes.ts';

const NAMED = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR2',
  'SIGALRM',
  'SIGWINCH',
  'SIGCONT',
] as const;
const DEADLY = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR2',
  'SIGALRM',
  'SIGABRT',
  'SIGVTALRM',
] as const;

/** A job of its own, in a process group that the shell can stop; stopped or not, it is waited for. */
const AS_JOB = `exec 5<&0
"$@" <&5 & echo "job $!"
while kill -0 $! 2>/dev/null; do wait $!; code=$?; done
echo "code $code"`;

const PATIENCE = { timeout: 10_000, interval: 20 };

for (const launch of LAUNCHES) {
  describe(`a signal sent to otel-run with the command ${launch.title}`, { concurrent: true }, () => {
    it('reaches a command that listens, each one once and in its order', async () => {
      const { child, printed, ended } = start(launchedBy(launch, [launch.node, 'name-signals.cjs']), {
        ...launch.options,
        keepInput: true,
      });
      await printed('READY\n');
      let expected = 'READY\n';
      for (const signal of [...NAMED, ...NAMED]) {
        child.kill(signal);
        expected += `${signal}\n`;
        await printed(expected);
      }
      child.stdin.end('end');

      expect(await ended).toEqual({ code: 7, signal: null, stdout: expected, stderr: '' });
    });

    for (const signal of DEADLY) {
      it(`ends a command that does not listen: ${signal}`, async () => {
        const [bare, byOtelRun] = await Promise.all([
          endedBy(signal, ['node', 'wait-for-signal.cjs'], launch),
          endedBy(signal, launchedBy(launch, ['node', 'wait-for-signal.cjs']), launch),
        ]);

        expect(bare.signal).toBe(signal);
        expect(byOtelRun).toEqual(bare);
      });
    }

    it('ends a command that is not Node.js: SIGUSR1', async () => {
      const argv = ['sh', '-c', 'echo READY; read line'];

      expect(await endedBy('SIGUSR1', launchedBy(launch, argv), launch)).toMatchObject({ signal: 'SIGUSR1' });
    });

    it('leaves a command that ignores it running, for longer than any patience', async () => {
      const argv = ['sh', '-c', 'trap "" TERM; echo READY; sleep 6; echo done; exit 5'];

      const ended = await endedBy('SIGTERM', launchedBy(launch, argv), launch);

      expect(ended).toEqual({ code: 5, signal: null, stdout: 'READY\ndone\n', stderr: '' });
    });

    it('stops the command and lets it go on: SIGTSTP, SIGCONT', async ({ expect, skip }) => {
      const bare = await stoppedJob(['sh', '-c', 'read line'], {});
      bare.kill('SIGKILL');
      skip(!bare.stopped, 'SIGTSTP stops nothing here: the kernel discards it in an orphaned process group');

      const command = launchedBy(launch, ['sh', '-c', 'echo READY; read line; exit 6']);
      const job = await stoppedJob(command, launch.options);
      expect(job.stopped).toBe(true);
      job.kill('SIGCONT');
      await expect.poll(() => statesOf(job.pid), PATIENCE).toMatch(/^[RS]+$/);
      job.child.stdin.end('\n');

      expect((await job.ended).stdout).toMatch(/code 6\n$/);
    });
  });
}

/** How a process ends that gets a signal as soon as it is ready. */
async function endedBy(signal: NodeJS.Signals, argv: readonly string[], { options }: Launch): Promise<Ended> {
  const { child, printed, ended } = start(argv, { ...options, keepInput: true });
  await printed('READY\n');
  child.kill(signal);
  return ended;
}

/** Starts a job, sends it SIGTSTP once it is ready, and waits until it and its children have stopped. */
async function stoppedJob(command: readonly string[], options: Launch['options']) {
  const job = start(['bash', '--norc', '-mc', AS_JOB, 'bash', ...command], { ...options, keepInput: true });
  await job.printed(command.join(' ').includes('READY') ? 'READY\n' : 'job ');
  const pid = Number(/job (\d+)/.exec(job.output())?.[1]);
  const kill = (signal: NodeJS.Signals) => process.kill(pid, signal);
  kill('SIGTSTP');
  const deadline = Date.now() + PATIENCE.timeout;
  while (!/^T+$/.test(statesOf(pid)) && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, PATIENCE.interval));
  }
  return { ...job, pid, kill, stopped: /^T+$/.test(statesOf(pid)) };
}

/** The states of a process and of its children, such as `S` for asleep and `T` for stopped. */
function statesOf(pid: number): string {
  const states = execFileSync('ps', ['-o', 'state=', '--pid', String(pid), '--ppid', String(pid)], {
    encoding: 'utf8',
  });
  return states.replaceAll(/\s/g, '');
}
