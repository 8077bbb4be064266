import type { Facts } from './facts.ts';

/** The scope of otel-run's own records: errors that end a process. No check blames the user for these. */
export const OWN_SCOPE = 'otel-run';

export type CheckId =
  | 'command-exit'
  | 'requests-answered'
  | 'telemetry-received'
  | 'init-exactly-once'
  | 'init-where-work-runs'
  | 'service-name'
  | 'logs-structured'
  | 'logs-correlated'
  | 'log-messages-stable'
  | 'no-duplicate-spans'
  | 'span-names-low-cardinality'
  | 'background-work-named'
  | 'n-plus-one'
  | 'metrics-off'
  | 'metrics-low-cardinality'
  | 'no-secrets'
  | 'delivered-at-exit'
  | 'expectations'
  | 'budget'
  | 'snapshot';

/**
 * Something a developer can look up: its subject, its location and the problem. Never the value of a secret.
 */
export interface Evidence {
  readonly kind:
    | 'span'
    | 'log'
    | 'metric'
    | 'resource'
    | 'process'
    | 'request'
    | 'command'
    | 'expectation'
    | 'cost'
    | 'snapshot';
  /** One line for a person. */
  readonly text: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly pid?: number;
  /** `file:line` of the application's source or of the expectations, if known. */
  readonly source?: string;
  /** Expected and actual values, side by side. */
  readonly comparison?: readonly Comparison[];
}

/** One aspect of an expectation, with the received value. */
export interface Comparison {
  readonly what: string;
  readonly expected: string;
  readonly received: string;
  readonly met: boolean;
}

/**
 * The findings of a check: none is a pass. A note is shown although the check passes. A warning from a check
 * of severity error fails the check but not the run.
 */
export type Findings =
  | readonly Evidence[]
  | { readonly skip: string }
  | { readonly note: readonly Evidence[] }
  | { readonly warn: readonly Evidence[] };

/** One property of an application's telemetry. */
export interface Check {
  readonly id: CheckId;
  /** Only an `error` fails the run. */
  readonly severity: 'error' | 'warning';
  /** The message if it passes. */
  readonly holds: string;
  /** The message if it fails, with what to do about it. */
  readonly fails: string;
  /** Pure. */
  readonly find: (facts: Facts) => Findings;
}

/** The result of a check, as `smoke --json` shows it. */
export interface CheckResult {
  readonly id: CheckId;
  readonly status: 'pass' | 'fail' | 'skip';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly evidence: readonly Evidence[];
}
