import type { CheckId } from '../checks/check.ts';
import type { Limit } from '../checks/limit.ts';
import type { Flags } from '../config/configuration.ts';
import type { SmokeRequest } from './request.ts';

/** The options that all commands share. */
export interface CommonInvocation {
  readonly flags: Flags;
  readonly envFiles: readonly string[];
  /** Empty if package.json names it for the service. */
  readonly command: readonly string[];
}

/** `otel-run <command>`. */
export interface RunInvocation extends CommonInvocation {
  readonly dryRun: boolean;
  /** Whether nothing was written after `otel-run`. */
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
  /** Whether to rewrite the snapshot, and to write expectations if there are none. */
  readonly update: boolean;
  readonly budget: readonly Limit[] | undefined;
  /** Requests per second. */
  readonly rate: number | undefined;
  /** Whether passed checks are listed one by one. */
  readonly verbose: boolean;
}
