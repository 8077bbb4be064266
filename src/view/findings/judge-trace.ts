import { bodyText, shorten } from '../../checks/evidence.ts';
import { type FailureGroup, findFailures } from '../../checks/failures.ts';
import { findMissingRoutes } from '../../checks/missing-routes.ts';
import { findModelCalls, type ModelCall } from '../../checks/model-calls.ts';
import { describeRepeatedCalls, findRepeatedCalls, type RepeatedCalls } from '../../checks/repeated-calls.ts';
import { describeSlowSpan, findSlowSpans, type SlowSpan } from '../../checks/slow-spans.ts';
import type { Span } from '../../receiver/telemetry.ts';
import { exceptionOfLog, exceptionOfSpan, toException } from '../answers/exception.ts';
import type { SourceFiles } from '../answers/source-files.ts';
import { methodOf, spanPath, spanTarget, statusCodeOf } from '../answers/span-facts.ts';
import { rootOf } from '../answers/trace-summary.ts';
import type { HeldLog, HeldSpan } from '../store/held.ts';
import { checkTrace, type Found } from './live-checks.ts';
import { type Occurrence, withoutNumbers } from './occurrence.ts';
import { NOWHERE, ofLog, ofSpan } from './place.ts';

/** Further spans of one trace are not checked: a loop of an hour shows no more than its first minutes. */
const MOST_SPANS = 3000;
const MOST_LOGS = 1000;

/** All findings about the received part of a trace. Pure, except for reading source lines. */
export function judgeTrace(
  allSpans: ReadonlyMap<string, HeldSpan>,
  allLogs: readonly HeldLog[],
  files: SourceFiles,
): Occurrence[] {
  const spans = [...allSpans.values()].slice(0, MOST_SPANS);
  const logs = allLogs.slice(0, MOST_LOGS);
  const root = rootOf(allSpans);
  return [
    ...findFailures(spans, logs).map(failure => ofFailure(failure, root, files)),
    ...findRepeatedCalls(spans).map(ofRepeatedCalls),
    ...findSlowSpans(spans).map(ofSlowSpan),
    ...findMissingRoutes(spans).map(ofMissingRoute),
    ...findModelCalls(spans).map(ofModelCall),
    ...checkTrace(spans, logs).map(found => ofCheck(found, allSpans, logs)),
  ];
}

function ofFailure(
  { span, log, exception }: FailureGroup,
  root: HeldSpan | undefined,
  files: SourceFiles,
): Occurrence {
  const held = log as HeldLog | undefined;
  const place = span ? ofSpan(span) : ofLog(held as HeldLog);
  const error = exception
    ? toException(exception, files)
    : span
      ? exceptionOfSpan(span, files)
      : exceptionOfLog(held as HeldLog, files);
  const what = error
    ? `${error.type}: ${shorten(error.message)}`
    : span
      ? failedCall(span)
      : shorten(bodyText(held as HeldLog));
  const where = root && root !== span ? ` in ${root.name}` : error && span ? ` in ${span.name}` : '';
  return {
    ...place,
    code: 'error',
    severity: 'error',
    fix: '',
    logId: held?.id ?? null,
    key: JSON.stringify([
      error?.type ?? what,
      withoutNumbers(error?.message ?? ''),
      error?.source ?? span?.name ?? '',
    ]),
    title: what + where,
    text: what + where,
    source: error?.source ?? null,
    exception: error,
  };
}

/** `GET api.example/price: 502`, or the status message of the span. */
function failedCall(span: Span): string {
  const target = spanTarget(span) ?? spanPath(span);
  const name = target === null || span.name.includes(target) ? span.name : `${span.name} ${target}`;
  return `${shorten(name)}: ${span.status.message ? shorten(span.status.message) : (statusCodeOf(span) ?? 'failed')}`;
}

function ofRepeatedCalls(repeated: RepeatedCalls): Occurrence {
  return {
    ...ofSpan(repeated.of),
    code: 'n-plus-one',
    severity: 'warning',
    spanId: repeated.calls[0]?.spanId ?? null,
    key: JSON.stringify([repeated.of.name, repeated.name]),
    title: describeRepeatedCalls(repeated),
    text: describeRepeatedCalls(repeated),
    fix: 'Fetch everything in one call, or load it in batches.',
  };
}

function ofSlowSpan(slow: SlowSpan): Occurrence {
  return {
    ...ofSpan(slow.span),
    code: 'slow',
    severity: 'warning',
    key: slow.span.name,
    title: describeSlowSpan(slow),
    text: describeSlowSpan(slow),
    fix: '',
  };
}

function ofModelCall({ span, operation, model, inputTokens, outputTokens }: ModelCall): Occurrence {
  const call = `${operation} ${model}`;
  return {
    ...ofSpan(span),
    code: 'genai-calls',
    severity: 'info',
    key: call,
    title: call,
    text: `${call}: ${inputTokens} input and ${outputTokens} output tokens, ${Math.round(span.durationMs)} ms`,
    fix: '',
    tokens: { input: inputTokens, output: outputTokens },
  };
}

function ofMissingRoute(span: Span): Occurrence {
  const method = methodOf(span) ?? '';
  const path = spanPath(span) ?? '';
  return {
    ...ofSpan(span),
    code: 'route-missing',
    severity: 'warning',
    key: method,
    title: `${method} requests have no route, such as ${method} ${shorten(path)}`,
    text: `${method} ${shorten(path)}`,
    fix: 'Serve it with a route of a framework that otel-run knows, or set http.route on its span.',
  };
}

/** A check's evidence names its span or record. */
function ofCheck(
  { evidence, about }: Found,
  spans: ReadonlyMap<string, HeldSpan>,
  logs: readonly HeldLog[],
): Occurrence {
  const span = spans.get(evidence.spanId ?? '');
  const log = evidence.kind === 'log' ? logs.find(candidate => isAbout(candidate, evidence)) : undefined;
  const place = log ? ofLog(log) : span ? ofSpan(span) : NOWHERE;
  const key = withoutNumbers(span && evidence.kind === 'span' ? `${span.name} ${about.code}` : evidence.text);
  return {
    ...place,
    ...about,
    key,
    title: evidence.text,
    text: evidence.text,
    source: evidence.source ?? null,
  };
}

function isAbout(log: HeldLog, { spanId, text }: Found['evidence']): boolean {
  return (log.spanId ?? undefined) === spanId && text.includes(shorten(bodyText(log)));
}
