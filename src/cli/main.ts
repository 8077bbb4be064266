import { CommanderError } from 'commander';
import { parseMcp } from '../command-line/mcp-arguments.ts';
import { parseRun } from '../command-line/run-arguments.ts';
import { type Outcome, OWN_FAILURE, type World } from '../command-line/world.ts';
import { errorMessage } from '../shared/error-message.ts';
import { run } from './run.ts';

/** Runs one invocation of the command line. Never throws: what goes wrong is said and becomes the exit code. */
export async function main(argv: readonly string[], world: World): Promise<Outcome> {
  try {
    return await perform(argv, world);
  } catch (error) {
    if (error instanceof CommanderError)
      return { kind: 'exit', code: error.exitCode === 0 ? 0 : OWN_FAILURE };
    world.error(`otel-run: ${errorMessage(error)}\n`);
    return { kind: 'exit', code: OWN_FAILURE };
  }
}

async function perform(argv: readonly string[], world: World): Promise<Outcome> {
  const [command, ...rest] = argv;
  if (command === 'doctor') {
    const { doctor } = await import('../doctor/doctor.ts');
    return doctor(rest, world);
  }
  if (command === 'smoke') {
    const { smoke } = await import('../smoke/smoke.ts');
    return smoke(rest, world);
  }
  if (command === 'view') {
    const { view } = await import('../view/view.ts');
    return view(rest, world);
  }
  if (command === 'mcp') {
    const invocation = parseMcp(rest, world);
    const { mcp } = await import('../view/mcp/stdio.ts');
    return mcp(invocation, world);
  }
  return run(parseRun(argv, world), world);
}
