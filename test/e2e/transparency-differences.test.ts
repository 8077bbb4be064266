import { describe, expect, it } from 'vitest';
import { LAUNCHES, launchedBy } from '../helpers/launches.ts';
import { run } from '../helpers/processes.ts';

/** What is known to differ from the bare command. A row that no longer differs belongs into the other table. */
const DIFFERENCES: {
  title: string;
  because: string;
  argv: string[];
  shell: string;
  bare: string;
  byOtelRun: string;
}[] = [
  {
    title: 'a signal that nohup or a shell ignores',
    because: 'Node.js gives every signal its default back when it starts, as it does to a bare node',
    argv: ['sh', '-c', 'kill -HUP $$; echo alive'],
    shell: 'trap "" HUP; "$@"',
    bare: 'alive\n',
    byOtelRun: '',
  },
  {
    title: 'a closed stdin of a command that is not Node.js',
    because: 'Node.js opens /dev/null for stdio that is closed when it starts, as it does for a bare node',
    argv: ['sh', '-c', 'cat 2>/dev/null && echo open || echo closed'],
    shell: '"$@" <&-',
    bare: 'closed\n',
    byOtelRun: 'open\n',
  },
  {
    title: 'an argument that is no UTF-8',
    because: 'Node.js decodes arguments and variables as UTF-8',
    argv: ['sh', '-c', 'printf %s "$1" | od -An -tx1', 'sh'],
    shell: '"$@" "$(printf "\\\\351")"',
    bare: ' e9\n',
    byOtelRun: ' ef bf bd\n',
  },
];

for (const launch of LAUNCHES) {
  describe(`a command ${launch.title}, differs from the bare one in`, { concurrent: true }, () => {
    for (const { title, because, argv, shell, bare, byOtelRun } of DIFFERENCES) {
      it(`${title}, because ${because}`, async () => {
        const around = (command: readonly string[]) => ['sh', '-c', shell, 'sh', ...command];

        expect(await run(around(argv), launch.options)).toMatchObject({ stdout: bare });
        expect(await run(around(launchedBy(launch, argv)), launch.options)).toMatchObject({
          stdout: byOtelRun,
        });
      });
    }
  });

  const who = 'echo $$ $PPID';
  it(`a command ${launch.title} ${launch.launch === 'exec' ? 'has' : 'has not'} the process id of otel-run`, async () => {
    const { stdout } = await run(
      ['sh', '-c', '"$@" & echo $!; wait', 'sh', ...launchedBy(launch, ['sh', '-c', who])],
      launch.options,
    );
    const [started, ...own] = stdout.trim().split(/\s+/);

    expect(own[0] === started).toBe(launch.launch === 'exec');
    expect(own[1] === started).toBe(launch.launch === 'spawn');
  });
}
