import type { Facts } from './facts.ts';

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
  | 'metrics-off'
  | 'metrics-low-cardinality'
  | 'no-secrets'
  | 'delivered-at-exit'
  | 'expectations';

/** Something a developer can look up: what it is about, where it is, what is the matter. Never a secret's value. */
export interface Evidence {
  readonly kind: 'span' | 'log' | 'metric' | 'resource' | 'process' | 'request' | 'command' | 'expectation';
  /** One line for a person. */
  readonly text: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly pid?: number;
  /** `file:line` of the application's source or of the expectations, where it is known. */
  readonly source?: string;
}

/** What a check found: nothing is a pass. A note is said although the check holds. */
export type Findings = readonly Evidence[] | { readonly skip: string } | { readonly note: Evidence[] };

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
