import { expect } from 'vitest';
import type { Collector, Received, ReceivedSpan } from '../helpers/collector.ts';
import type { Node } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** A value that the programs put into every query that takes one: it is to be found nowhere. */
export const SECRET = 'secret-4711';

/** A span that a step of a program has, as a table of cases tells it. */
export interface ExpectedSpan {
  readonly name: string;
  readonly kind?: string;
  readonly text?: string | undefined;
  readonly operation?: string | undefined;
  readonly collection?: string | undefined;
  readonly status?: string | undefined;
  readonly error?: string | undefined;
}

export type ExpectedSteps = Readonly<Record<string, readonly ExpectedSpan[]>>;

export interface DatabaseProgram {
  readonly node: Node;
  readonly collector: Collector;
  /** Beside `run.cjs`, and the package that it is given. */
  readonly program: string;
  readonly library?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly way: 'CommonJS' | 'ES modules';
  /** What is waited for: it may come in several requests. */
  readonly expected: ExpectedSteps;
  /** What each step runs in. */
  readonly scope?: Scope;
}

export type Scope = 'span' | 'request' | 'work';

/** The span that a step runs in, by scope: the step's name, or undefined for other spans. */
const STEP_NAMES: Readonly<Record<Scope, (span: ReceivedSpan) => string | undefined>> = {
  span: ({ scope, name }) => (scope === 'app' ? name : undefined),
  work: ({ scope, name, parentSpanId }) => (scope === 'otel-run' && !parentSpanId ? name : undefined),
  request: ({ kind, attributes }) => {
    const [, name] = /^\/step\/(.*)$/.exec(String(attributes['url.path'])) ?? [];
    return kind === 'SPAN_KIND_SERVER' && name !== undefined ? decodeURIComponent(name) : undefined;
  },
};

/** What a program printed, by step, and the spans below each step, in the order in which they were started. */
export interface Ran {
  readonly bare: Readonly<Record<string, unknown>>;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly steps: Readonly<Record<string, readonly ReceivedSpan[]>>;
  readonly received: Received;
}

/** Runs a program bare and by otel-run. */
export async function runDatabaseProgram(options: DatabaseProgram): Promise<Ran> {
  const { node, collector, program, library, way, expected, scope = 'span' } = options;
  const env = { ...options.env, SCOPE: scope };
  const service = `${program}-${library?.replaceAll(/\W/g, '-') ?? ''}-${way}-${scope}-${node.version}`;
  const file = way === 'CommonJS' ? 'databases/run.cjs' : 'databases/run.mjs';
  const argv = [node.path, '--no-warnings', file, program, ...(library ? [library] : [])];
  const bare = await run(argv, { env });
  expect(bare).toMatchObject({ code: 0, stderr: '' });
  const wrapped = await run(argv, { env: { ...env, ...preloaded(collector.environment(service)) } });
  expect(wrapped).toMatchObject({ code: 0, stderr: '' });
  const answers = JSON.parse(wrapped.stdout);
  const most = Object.values(expected).flat().length;
  const received = await collector.waitFor(service, ({ spans }) => {
    const ofSteps = spans.filter(span => STEP_NAMES[scope](span) !== undefined).length;
    return ofSteps >= Object.keys(answers).length && spans.length - ofSteps >= most;
  });
  return { bare: JSON.parse(bare.stdout), answers, steps: stepsOf(received, scope), received };
}

function stepsOf({ spans }: Received, scope: Scope): Readonly<Record<string, readonly ReceivedSpan[]>> {
  const inOrder = spans.toSorted(byStart);
  return Object.fromEntries(
    inOrder.flatMap(step => {
      const name = STEP_NAMES[scope](step);
      return name === undefined
        ? []
        : [[name, inOrder.filter(span => span.traceId === step.traceId && span !== step)]];
    }),
  );
}

/** A span may start in the same moment as the one above it. */
function byStart(one: ReceivedSpan, other: ReceivedSpan): number {
  if (one.parentSpanId === other.spanId) return 1;
  if (other.parentSpanId === one.spanId) return -1;
  return Number(BigInt(one.startTime) - BigInt(other.startTime));
}

/** What a table of cases tells of a span. */
export function shownSpan(
  { name, kind, attributes, status }: ReceivedSpan,
  expected: ExpectedSpan,
): ExpectedSpan {
  const shown = {
    name,
    kind,
    text: attributes['db.query.text'],
    operation: attributes['db.operation.name'],
    collection: attributes['db.collection.name'],
    status: attributes['db.response.status_code'],
    error: status.code === 'STATUS_CODE_ERROR' ? attributes['error.type'] : undefined,
  };
  const keys = new Set([...Object.keys(expected), 'name', 'kind', 'error']);
  return Object.fromEntries(
    Object.entries(shown).filter(([key]) => keys.has(key)),
  ) as unknown as ExpectedSpan;
}

/** Compares the spans of each step with the table. */
export function expectSteps({ steps }: Ran, expected: ExpectedSteps): void {
  const shown = Object.fromEntries(
    Object.entries(expected).map(([name, spans]) => [
      name,
      (steps[name] ?? []).map((span, index) => shownSpan(span, spans[index] ?? { name: '' })),
    ]),
  );
  const filled = Object.fromEntries(
    Object.entries(expected).map(([name, spans]) => [
      name,
      spans.map(span => ({ kind: 'SPAN_KIND_CLIENT', error: undefined, ...span })),
    ]),
  );
  expect(shown).toEqual(filled);
}

/** The same with the spans of each step by their names: some commands are sent in the same moment. */
export function byName({ steps, ...ran }: Ran): Ran {
  const sorted = Object.entries(steps).map(([step, spans]) => [
    step,
    spans.toSorted((one, other) => one.name.localeCompare(other.name)),
  ]);
  return { ...ran, steps: Object.fromEntries(sorted) };
}

/** Whether the secret is anywhere in what arrived. */
export function expectNoSecret({ received }: Ran): void {
  const all = received.spans.map(({ name, attributes, status, events }) =>
    JSON.stringify({ name, attributes, status, events }),
  );
  expect(all.filter(text => text.includes(SECRET))).toEqual([]);
}
