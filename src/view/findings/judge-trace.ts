import { bodyText, shorten } from '../../checks/evidence.ts';
import { type FailureGroup, findFailures } from '../../checks/failures.ts';
import { findMissingRoutes } from '../../checks/missing-routes.ts';
import { findModelCalls } from '../../checks/model-calls.ts';
import { describeRepeatedCalls, findRepeatedCalls } from '../../checks/repeated-calls.ts';
import { describeSlowSpan, findSlowSpans } from '../../checks/slow-spans.ts';
import type { Span } from '../../receiver/telemetry.ts';
import { exceptionOfLog, exceptionOfSpan, toException } from '../answers/exception.ts';
import { toMs } from '../answers/json-value.ts';
import { timeOf } from '../answers/log.ts';
import type { SourceFiles } from '../answers/source-files.ts';
import { methodOf, spanPath, spanTarget, statusCodeOf } from '../answers/span-facts.ts';
import { rootOf } from '../answers/trace-summary.ts';
import type { HeldLog, HeldSpan } from '../store/held.ts';
import { serviceNameOf } from '../store/service-name.ts';
import { checkTrace, type Found } from './live-checks.ts';
import type { Occurrence } from './occurrence.ts';

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
    ...findRepeatedCalls(spans).map(repeated => ({
      ...at(repeated.of),
      code: 'n-plus-one' as const,
      severity: 'warning' as const,
      spanId: repeated.calls[0]?.spanId ?? null,
      key: JSON.stringify([repeated.of.name, repeated.name]),
      title: describeRepeatedCalls(repeated),
      text: describeRepeatedCalls(repeated),
      fix: 'Fetch everything in one call, or load it in batches.',
    })),
    ...findSlowSpans(spans).map(slow => ({
      ...at(slow.span),
      code: 'slow' as const,
      severity: 'warning' as const,
      key: slow.span.name,
      title: describeSlowSpan(slow),
      text: describeSlowSpan(slow),
      fix: '',
    })),
    ...findMissingRoutes(spans).map(ofMissingRoute),
    ...findModelCalls(spans).map(({ span, operation, model, inputTokens, outputTokens }) => ({
      ...at(span),
      code: 'genai-calls' as const,
      severity: 'info' as const,
      key: `${operation} ${model}`,
      title: `${operation} ${model}`,
      text: `${operation} ${model}: ${inputTokens} input and ${outputTokens} output tokens, ${Math.round(span.durationMs)} ms`,
      fix: '',
      tokens: { input: inputTokens, output: outputTokens },
    })),
    ...checkTrace(spans, logs).map(found => ofCheck(found, allSpans, logs)),
  ];
}

function ofFailure(
  { span, log, exception }: FailureGroup,
  root: HeldSpan | undefined,
  files: SourceFiles,
): Occurrence {
  const held = log as HeldLog | undefined;
  const place = span ? at(span) : ofLog(held as HeldLog);
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

function ofMissingRoute(span: Span): Occurrence {
  const method = methodOf(span) ?? '';
  const path = spanPath(span) ?? '';
  return {
    ...at(span),
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
  const place = log ? ofLog(log) : span ? at(span) : NOWHERE;
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

/** The string without its numbers and ids. */
export function withoutNumbers(text: string): string {
  return text.replace(/[\da-f]{8,}|\d+/gi, '#');
}

type Place = Pick<Occurrence, 'service' | 'timeMs' | 'traceId' | 'spanId' | 'logId'>;

const NOWHERE: Place = { service: '', timeMs: 0, traceId: null, spanId: null, logId: null };

function at(span: Span): Place {
  const { traceId, spanId } = span;
  return { service: serviceNameOf(span), timeMs: toMs(span.endTimeUnixNano), traceId, spanId, logId: null };
}

/** The place of a record. */
export function ofLog(log: HeldLog): Place {
  const { traceId, spanId, id } = log;
  return { service: serviceNameOf(log), timeMs: timeOf(log), traceId, spanId, logId: id };
}
