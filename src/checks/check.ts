import type { Facts } from './facts.ts';

/** The scope of what otel-run itself records: errors that end a process. A check never blames a user for these. */
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

/** Something a developer can look up: what it is about, where it is, what is the matter. Never a secret's value. */
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
  /** `file:line` of the application's source or of the expectations, where it is known. */
  readonly source?: string;
  /** What was expected of a thing and what it is, side by side. */
  readonly comparison?: readonly Comparison[];
}

/** One aspect of what was expected, and what was received instead or as well. */
export interface Comparison {
  readonly what: string;
  readonly expected: string;
  readonly received: string;
  readonly met: boolean;
}

/**
 * What a check found: nothing is a pass. A note is shown although the check holds; a warning, of a check whose findings
 * else are errors, fails without failing the run.
 */
export type Findings =
  | readonly Evidence[]
  | { readonly skip: string }
  | { readonly note: readonly Evidence[] }
  | { readonly warn: readonly Evidence[] };

/** One property of what an application emits. */
export interface Check {
  readonly id: CheckId;
  /** Only an `error` fails the run. */
  readonly severity: 'error' | 'warning';
  /** The message where it holds. */
  readonly holds: string;
  /** The message where it does not, and what to do about it. */
  readonly fails: string;
  /** Pure. */
  readonly find: (facts: Facts) => Findings;
}

/** A check's outcome, as `smoke --json` shows it. */
export interface CheckResult {
  readonly id: CheckId;
  readonly status: 'pass' | 'fail' | 'skip';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly evidence: readonly Evidence[];
}
