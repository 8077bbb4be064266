import type { CheckId } from '../checks/check.ts';
import type { Flags } from '../config/configuration.ts';
import type { SmokeRequest } from '../smoke/smoke-request.ts';

/** What the command line asks for. */
export type Invocation = RunInvocation | DoctorInvocation | SmokeInvocation;

/** What every command line says. */
export interface CommonInvocation {
  readonly flags: Flags;
  readonly envFiles: readonly string[];
  /** Empty where package.json is to name it for the service. */
  readonly command: readonly string[];
}

/** `otel-run <command>`. */
export interface RunInvocation extends CommonInvocation {
  readonly name: 'run';
  readonly dryRun: boolean;
}

/** `otel-run doctor`. The command may be empty. */
export interface DoctorInvocation extends CommonInvocation {
  readonly name: 'doctor';
  readonly json: boolean;
  readonly strict: boolean;
  readonly all: boolean;
  readonly probe: boolean;
}

/** `otel-run smoke <command>`. */
export interface SmokeInvocation extends CommonInvocation, SmokeOptions {
  readonly name: 'smoke';
}

/** What smoke has beside the options of every command. */
export interface SmokeOptions {
  readonly requests: readonly SmokeRequest[];
  readonly waitFor: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  readonly stopSignal: NodeJS.Signals;
  /** Path of the expectations. */
  readonly expect: string | undefined;
  readonly only: readonly CheckId[];
  readonly allow: readonly CheckId[];
  readonly json: boolean;
  readonly junit: string | undefined;
  readonly html: string | undefined;
}
