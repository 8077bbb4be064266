import type { Signal } from '../../shared/signal.ts';
import type { FindingCode } from '../finding.ts';

export type VariableType =
  | 'string'
  | 'boolean'
  | 'number'
  | 'enum'
  | 'list'
  | 'url'
  | 'headers'
  | 'attributes'
  | 'path';

export type VariableGroup = 'sdk' | 'otlp' | 'exporters' | 'node' | 'otel-run';

/**
 * One environment variable.
 *
 * `declared` is the default that otel-run writes for the command. `default` applies if nothing is written: it
 * is the SDK's default, or otel-run's for `OTEL_RUN_*`. Durations are milliseconds. `values` are the accepted
 * values of an enum or of a list's entries, and `unknown` is the finding for any other. `unsupported` says
 * why a variable of the specification has no effect in JavaScript. `flag` is the command-line option.
 */
export interface Variable {
  readonly name: string;
  readonly type: VariableType;
  readonly summary: string;
  readonly group: VariableGroup;
  readonly declared?: string;
  readonly default?: string;
  readonly values?: readonly string[];
  readonly unknown?: FindingCode;
  readonly min?: number;
  readonly max?: number;
  readonly signal?: Signal;
  readonly secret?: true;
  readonly unsupported?: string;
  readonly flag?: string;
}

/** A row of a table of variables that are all in one group. */
export type VariableRow = Omit<Variable, 'group'>;
