import { CommanderError } from 'commander';
import { errorMessage } from '../error-message.ts';
import { parseArguments } from './arguments.ts';
import type { Invocation } from './invocation.ts';
import { type Outcome, OWN_FAILURE, type World } from './world.ts';

/** Runs one invocation of the command line. Never throws: what goes wrong is said and becomes the exit code. */
export async function main(argv: readonly string[], world: World): Promise<Outcome> {
  try {
    return await perform(parseArguments(argv, world), world);
  } catch (error) {
    if (error instanceof CommanderError)
      return { kind: 'exit', code: error.exitCode === 0 ? 0 : OWN_FAILURE };
    world.error(`otel-run: ${errorMessage(error)}\n`);
    return { kind: 'exit', code: OWN_FAILURE };
  }
}

async function perform(invocation: Invocation, world: World): Promise<Outcome> {
  if (invocation.name === 'doctor') {
    const { doctor } = await import('./doctor.ts');
    return doctor(invocation, world);
  }
  if (invocation.name === 'smoke') {
    const { smoke } = await import('./smoke.ts');
    return smoke(invocation, world);
  }
  const { run } = await import('./run.ts');
  return run(invocation, world);
}
