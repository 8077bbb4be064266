import type { Span } from '../receiver/telemetry.ts';
import { findVarying, VARYING_IN_NAMES } from '../shared/varying-text.ts';
import type { Check, Evidence } from './check.ts';
import { findDuplicates } from './duplicate-spans.ts';
import { spanEvidence } from './evidence.ts';
import { describeRepeatedCalls, findRepeatedCalls, type RepeatedCalls } from './repeated-calls.ts';

/** Scopes of libraries that record what an application does. A root span of theirs is unnamed work. */
const INSTRUMENTATION_SCOPE = /\binstrumentation\b|^@fastify\/otel$/;

const NO_SPANS = { skip: 'no span was received' };

/** Checks of spans. */
export const SPAN_CHECKS: readonly Check[] = [
  {
    id: 'no-duplicate-spans',
    severity: 'error',
    holds: 'Each operation is one span.',
    fails:
      'One operation has more than one span. Two instrumentations record it; switch one off: ' +
      'OTEL_NODE_DISABLED_INSTRUMENTATIONS accepts the end of its scope, as in "knex".',
    find: ({ telemetry: { spans } }) =>
      spans.length === 0
        ? NO_SPANS
        : findDuplicates(spans).map(({ span, of, how }) =>
            spanEvidence(span, `it ${how} "${of.name}" (${of.scope.name}, span ${of.spanId})`),
          ),
  },
  {
    id: 'span-names-low-cardinality',
    severity: 'error',
    holds: 'Span names and routes do not vary with the request.',
    fails:
      'Span names or routes vary with the request. Name the kind of work, and record the rest as attributes.',
    find: ({ telemetry: { spans } }) => (spans.length === 0 ? NO_SPANS : spans.flatMap(varyingName)),
  },
  {
    id: 'background-work-named',
    severity: 'error',
    holds: 'Background work has its own span.',
    fails:
      "Background work has no span, so each of its calls is a separate, unnamed trace. Wrap it in withWork('…', …), or name it in OTEL_RUN_WORK_SPANS.",
    find: ({ telemetry: { spans } }) => (spans.length === 0 ? NO_SPANS : spans.flatMap(unnamedRoot)),
  },
  {
    id: 'n-plus-one',
    severity: 'warning',
    holds: 'No call is repeated for one request.',
    fails: 'A call is repeated for one request. Fetch everything in one call, or load it in batches.',
    find: ({ telemetry: { spans } }) =>
      spans.length === 0 ? NO_SPANS : findRepeatedCalls(spans).map(repetition),
  },
];

function repetition(repeated: RepeatedCalls): Evidence {
  const { of, calls } = repeated;
  const { spanId = of.spanId } = calls[0] ?? {};
  return { kind: 'span', text: describeRepeatedCalls(repeated), traceId: of.traceId, spanId };
}

function varyingName(span: Span): Evidence[] {
  const texts = { name: span.name, 'http.route': span.attributes['http.route'] };
  for (const [where, text] of Object.entries(texts)) {
    const found = typeof text === 'string' ? findVarying(text, VARYING_IN_NAMES) : undefined;
    if (found) return [spanEvidence(span, `its ${where} has ${found.what} (${found.piece})`)];
  }
  return [];
}

/** By the semantic conventions, a client span that receives a message has no parent. */
function isReceive({ attributes }: Span): boolean {
  const operation = attributes['messaging.operation.type'] ?? attributes['messaging.operation'];
  return operation === 'receive' || operation === 'settle';
}

function unnamedRoot(span: Span): Evidence[] {
  if (span.parentSpanId !== null) return [];
  if (span.kind === 'client')
    return isReceive(span) ? [] : [spanEvidence(span, 'a client span is the root of its trace')];
  if (span.kind !== 'internal' || !INSTRUMENTATION_SCOPE.test(span.scope.name)) return [];
  return [spanEvidence(span, "a library's internal span is the root of its trace")];
}
