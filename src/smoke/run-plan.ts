import type { SmokeRequest } from '../command-line/request.ts';
import type { Command } from '../launch/plan.ts';
import type { CommandSurroundings } from './command.ts';

/** What to run and how. */
export interface RunPlan extends CommandSurroundings {
  readonly command: Command;
  /** The file that `env` tells the processes to report to. */
  readonly reportFile: string;
  readonly requests: readonly SmokeRequest[];
  readonly waitFor: string | undefined;
  /** Milliseconds until the application has to be ready, for each answer, and for a job to end. */
  readonly timeout: number;
  readonly stopSignal: NodeJS.Signals;
  /** Gets a line on what is going on. */
  readonly progress: (line: string) => void;
  /** Ends the run early; what has arrived is judged all the same. */
  readonly interrupted: AbortSignal;
}

/** A time limit as a line on stderr names it. */
export function atMost(ms: number): string {
  return `(at most ${ms / 1000} s)`;
}
