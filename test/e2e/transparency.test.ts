import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { LAUNCHES, launchedBy, SERVICE } from '../helpers/launches.ts';
import { run } from '../helpers/processes.ts';
import { type TransparentCommand, transparentCommands } from './transparent-commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

// An error that ends a process is a log record: without a collector there would be words about it.
let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const commands = transparentCommands(folder);

for (const launch of LAUNCHES) {
  const PATH = [folder, launch.options.env?.PATH].join(delimiter);
  describe(`a command ${launch.title}`, { concurrent: true }, () => {
    for (const command of commands) {
      it(`is as bare: ${command.title}`, async () => {
        const env = { PATH, ...collector.environment(SERVICE), ...command.options?.env };
        const options = { ...launch.options, ...command.options, env };

        const [bare, byOtelRun] = await Promise.all([
          run(around(command, command.argv), options),
          run(around(command, launchedBy(launch, command.argv)), options),
        ]);

        expect(bare).toMatchObject(command.bare ?? {});
        expect(byOtelRun).toEqual(bare);
      });
    }
  });
}

/** An argument list, in the row's line of shell where it has one. */
function around({ shell }: TransparentCommand, argv: readonly string[]): readonly string[] {
  return shell === undefined ? argv : ['bash', '--norc', '-c', shell, join(folder, 'shell'), ...argv];
}
