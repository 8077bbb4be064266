import type { SmokeRequest } from '../command-line/request.ts';
import type { Command } from '../launch/plan.ts';
import type { CommandSurroundings } from './command.ts';

/** What to run and how. */
export interface RunPlan extends CommandSurroundings {
  readonly command: Command;
  /** The file that the processes report to, as `env` says. */
  readonly reportFile: string;
  readonly requests: readonly SmokeRequest[];
  readonly waitFor: string | undefined;
  /** Milliseconds for the application to become ready, for each answer, and for a job to end. */
  readonly timeout: number;
  readonly stopSignal: NodeJS.Signals;
  /** Receives a line about progress. */
  readonly progress: (line: string) => void;
  /** Ends the run early. What has arrived is still checked. */
  readonly interrupted: AbortSignal;
}

/** A time limit, as worded on stderr. */
export function atMost(ms: number): string {
  return `(at most ${ms / 1000} s)`;
}
