import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { type Ended, run, start } from '../helpers/processes.ts';
import { viewEnvironment } from '../helpers/view.ts';
import { type TransparentCommand, transparentCommands } from './transparent-commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows of the table that a run is held by, one of each kind. */
const KINDS = [
  'awkward arguments of node',
  'text on stdin',
  'bytes on stdin',
  'closed stdin',
  'stdin that is left for the next program',
  'stdout and stderr',
  'a megabyte on stdout',
  'a reader that goes away from node',
  'descriptors 3 and 4 of node',
  'the process group',
  'exit code 42 of node',
  'an uncaught error',
  'an unhandled rejection',
  'an unknown option of node',
  'death of node by SIGTERM',
  'death of a shell by SIGKILL',
  'a grandchild that outlives the command',
  'a script with #!',
];

const env = {
  PATH: [folder, dirname(process.execPath), process.env.PATH].join(delimiter),
  ...viewEnvironment(folder),
};

describe('a command under otel-run view', { concurrent: true }, () => {
  const rows = transparentCommands(folder).filter(({ title }) => KINDS.includes(title));
  for (const command of rows) {
    it(`is as bare: ${command.title}`, async () => {
      const options = { ...command.options, env: { ...env, ...command.options?.env } };
      const [bare, viewed] = await Promise.all([
        run(around(command, command.argv), options),
        run(
          around(command, [process.execPath, OTEL_RUN, 'view', '--port', '0', '--', ...command.argv]),
          options,
        ),
      ]);
      expect(bare).toMatchObject(command.bare ?? {});
      expect(withoutAddress(viewed)).toEqual(bare);
      expect(viewed.stderr).toMatch(/^otel-run view: http:\/\/127\.0\.0\.1:\d+\/$/m);
    });
  }

  const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const;
  for (const signal of SIGNALS) {
    it(`gets ${signal} as bare, and ends as it likes`, async () => {
      const code = `process.on('${signal}', () => { console.log('got it'); process.exit(3); }); setInterval(() => {}, 1000); console.log('READY')`;
      const running = start(
        [process.execPath, OTEL_RUN, 'view', '--port', '0', '--', process.execPath, '-e', code],
        { env },
      );
      await running.printed('READY');
      running.child.kill(signal);
      expect(await running.ended).toMatchObject({ code: 3, signal: null, stdout: 'READY\ngot it\n' });
    });
  }

  it('is not started where there is none', async () => {
    const argv = [process.execPath, OTEL_RUN, 'view', '--port', '0', '--', 'no-such-command'];
    expect(await run(argv, { env })).toMatchObject({
      code: 127,
      stdout: '',
      stderr: expect.stringMatching(/^otel-run: .*no-such-command/),
    });
  });

  it('gets no line of the view beside its own with --quiet', async () => {
    const argv = [process.execPath, OTEL_RUN, 'view', '--port', '0', '--quiet', '--', 'echo', 'x'];
    expect(await run(argv, { env })).toEqual({ code: 0, signal: null, stdout: 'x\n', stderr: '' });
  });
});

/** What the command wrote: the view's own line is not its. */
function withoutAddress(ended: Ended): Ended {
  return { ...ended, stderr: ended.stderr.replace(/^otel-run view: http:\S+\n/m, '') };
}

/** An argument list, in the row's line of shell where it has one. */
function around({ shell }: TransparentCommand, argv: readonly string[]): readonly string[] {
  return shell === undefined ? argv : ['bash', '--norc', '-c', shell, join(folder, 'shell'), ...argv];
}
