import { CommanderError } from 'commander';
import type { Ending } from '../launch/spawn.ts';
import { type Invocation, parseArguments } from './arguments.ts';

/** Exit code of otel-run's own refusals and failures, as of `env`, `timeout` and the like. */
export const OWN_FAILURE = 125;

/** How otel-run ends: with an exit code, or by the signal that its command died of. */
export type Outcome = Exclude<Ending, { kind: 'not-started' }>;

/** Where text for people goes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Runs one invocation of the command line. Never throws: what goes wrong is said and becomes the exit code. */
export async function main(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<Outcome> {
  try {
    const invocation = parseArguments(argv, output);
    return await perform(invocation, env, output);
  } catch (error) {
    if (error instanceof CommanderError)
      return { kind: 'exit', code: error.exitCode === 0 ? 0 : OWN_FAILURE };
    output.error(`otel-run: ${error instanceof Error ? error.message : error}\n`);
    return { kind: 'exit', code: OWN_FAILURE };
  }
}

async function perform(invocation: Invocation, env: NodeJS.ProcessEnv, output: Output): Promise<Outcome> {
  const { run } = await import('./run.ts');
  return run(invocation, env, output);
}
