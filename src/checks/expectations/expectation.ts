import type { LogRecord, MetricPoint, Span, Telemetry } from '../../receiver/telemetry.ts';

/** What can be expected, as the top-level keys of an expectations file name it. */
export type Section = 'spans' | 'logs' | 'metrics';

export type Item = Span | LogRecord | MetricPoint;

/** A number that has to lie between two others, both included. */
export interface CountBounds {
  readonly min: number;
  readonly max: number;
}

/** One thing that an item has to be. */
export interface Condition {
  /** `name`, `attributes.http.route`, `children[0]`. */
  readonly what: string;
  /** What is wanted, in words: `"GET /users/:id"`, `at most 100`. */
  readonly wanted: string;
  readonly test: (item: Item, telemetry: Telemetry) => boolean;
  /** What the item has instead, in words. */
  readonly seen: (item: Item, telemetry: Telemetry) => string;
}

/** So many items that meet every condition. */
export interface Expectation {
  readonly section: Section;
  /** `file:line:column` of where it is written. */
  readonly source: string;
  readonly count: CountBounds;
  readonly conditions: readonly Condition[];
}

/** A whole file of expectations. */
export type Expectations = readonly Expectation[];

/** What is wrong in an expectations file; line and column count from 1. */
export interface ExpectationsProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Everything that is wrong in an expectations file, a line each: `file:line:column: message`. */
export class ExpectationsError extends Error {
  override readonly name = 'ExpectationsError';
  readonly problems: readonly ExpectationsProblem[];

  constructor(file: string, problems: readonly ExpectationsProblem[]) {
    super(problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
    this.problems = problems;
  }
}
