import type { LogRecord, MetricPoint, Span, Telemetry } from '../../receiver/telemetry.ts';

/** The top-level keys of an expectations file. */
export type Section = 'spans' | 'logs' | 'metrics';

export type Item = Span | LogRecord | MetricPoint;

/** An inclusive range for a number. */
export interface CountBounds {
  readonly min: number;
  readonly max: number;
}

/** One condition for an item. */
export interface Condition {
  /** `name`, `attributes.http.route`, `children[0]`. */
  readonly what: string;
  /** The expected value, in words: `"GET /users/:id"`, `at most 100`. */
  readonly wanted: string;
  readonly test: (item: Item, telemetry: Telemetry) => boolean;
  /** The actual value, in words. */
  readonly seen: (item: Item, telemetry: Telemetry) => string;
}

/** A number of items that meet every condition. */
export interface Expectation {
  readonly section: Section;
  /** `file:line:column` of its source. */
  readonly source: string;
  readonly count: CountBounds;
  readonly conditions: readonly Condition[];
}

/** A complete file of expectations. */
export type Expectations = readonly Expectation[];

/** A mistake in an expectations file. Line and column count from 1. */
export interface ExpectationsProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** All mistakes in an expectations file, a line each: `file:line:column: message`. */
export class ExpectationsError extends Error {
  override readonly name = 'ExpectationsError';
  readonly problems: readonly ExpectationsProblem[];

  constructor(file: string, problems: readonly ExpectationsProblem[]) {
    super(problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
    this.problems = problems;
  }
}
