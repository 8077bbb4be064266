import type { CheckId } from '../checks/check.ts';
import type { Limit } from '../checks/limit.ts';
import type { Flags } from '../config/configuration.ts';
import type { SmokeRequest } from './request.ts';

/** What a command line asks for, whatever the command. */
export interface CommonInvocation {
  readonly flags: Flags;
  readonly envFiles: readonly string[];
  /** Empty where package.json is to name it for the service. */
  readonly command: readonly string[];
}

/** `otel-run <command>`. */
export interface RunInvocation extends CommonInvocation {
  readonly dryRun: boolean;
  /** Whether nothing at all was written behind `otel-run`. */
  readonly isEmpty: boolean;
}

/** `otel-run doctor`. The command may be empty. */
export interface DoctorInvocation extends CommonInvocation {
  readonly json: boolean;
  readonly strict: boolean;
  readonly all: boolean;
  readonly probe: boolean;
}

/** `otel-run smoke <command>`. */
export interface SmokeInvocation extends CommonInvocation {
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
  readonly markdown: string | undefined;
  readonly snapshot: string | undefined;
  /** Whether the snapshot is written anew, and expectations where there are none. */
  readonly update: boolean;
  readonly budget: readonly Limit[] | undefined;
  /** Requests a second. */
  readonly rate: number | undefined;
  /** Whether checks that hold are shown one by one. */
  readonly verbose: boolean;
}
