import type { BundledInstrumentation } from 'virtual:instrumentations';
import { CommanderError } from 'commander';
import type { Ending } from '../launch/spawn.ts';
import { type Invocation, parseArguments } from './arguments.ts';

/** Exit code of otel-run's own refusals and failures, as of `env`, `timeout` and the like. */
export const OWN_FAILURE = 125;

/** How otel-run ends: with an exit code, or by the signal that its command died of. */
export type Outcome = Exclude<Ending, { kind: 'not-started' }>;

/** What the command line has of the world around it. */
export interface World {
  readonly env: NodeJS.ProcessEnv;
  /** The working directory. */
  readonly folder: string;
  /** Absolute path of the preload's door. */
  readonly preload: string;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** What the preload can instrument; without it lists of instrumentations are not checked. */
  readonly instrumentations?: readonly BundledInstrumentation[];
  /** Whether a person reads `out` at a terminal. */
  readonly terminal?: boolean;
}

/** Runs one invocation of the command line. Never throws: what goes wrong is said and becomes the exit code. */
export async function main(argv: readonly string[], world: World): Promise<Outcome> {
  try {
    return await perform(parseArguments(argv, world), world);
  } catch (error) {
    if (error instanceof CommanderError)
      return { kind: 'exit', code: error.exitCode === 0 ? 0 : OWN_FAILURE };
    world.error(`otel-run: ${error instanceof Error ? error.message : error}\n`);
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
