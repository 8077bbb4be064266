import type { BundledInstrumentation } from 'virtual:instrumentations';
import type { Ending } from '../launch/spawn.ts';

/** Exit code of otel-run's own refusals and failures, as `env`, `timeout` and others use it. */
export const OWN_FAILURE = 125;

/** How otel-run ends: with an exit code, or by the signal that its command died of. */
export type CommandOutcome = Exclude<Ending, { kind: 'not-started' }>;

/** The world around the command line. */
export interface World {
  readonly env: NodeJS.ProcessEnv;
  /** The working directory. */
  readonly folder: string;
  /** Absolute path of the preload's entry file. */
  readonly preload: string;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** The instrumentations of the preload. Without them, lists of instrumentations are not checked. */
  readonly instrumentations?: readonly BundledInstrumentation[];
  /** Whether a person reads `out` at a terminal. */
  readonly terminal?: boolean;
}
