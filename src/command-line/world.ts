import type { BundledInstrumentation } from 'virtual:instrumentations';
import type { Ending } from '../launch/spawn.ts';

/** Exit code of otel-run's own refusals and failures, as of `env`, `timeout` and the like. */
export const OWN_FAILURE = 125;

/** How otel-run ends: with an exit code, or by the signal that its command died of. */
export type CommandOutcome = Exclude<Ending, { kind: 'not-started' }>;

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
