import type { Answers } from '../answers/answers.ts';
import { readLogQuery, readTraceQuery } from '../answers/query.ts';
import { briefFinding, briefLog, briefSpan, toIso, withoutNulls } from './brief.ts';

/** A tool of the Model Context Protocol: its description for agents, and its answer. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON schema of its arguments. */
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  /** @throws Error that says what is wrong with the arguments */
  readonly answer: (answers: Answers, parameters: Arguments) => unknown;
}

export type Arguments = Readonly<Record<string, unknown>>;

const DEFAULT_LIMIT = 20;
const MOST_RESULTS = 200;
const MOST_SPANS = 100;
const MOST_LOGS_OF_TRACE = 30;
const MOST_SERIES = 20;

const LIMIT = {
  type: 'integer',
  minimum: 1,
  maximum: MOST_RESULTS,
  description: `Maximum number of results; default ${DEFAULT_LIMIT}.`,
};
const SERVICE = { type: 'string', description: 'Only of this service (service.name).' };

/** Every tool. Answers are short, with ids for further requests. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'list_services',
    description:
      'The services that have sent telemetry, with their requests, errors and durations, and who calls whom. Start here.',
    properties: {},
    answer: answers => {
      const { services, calls } = answers.services();
      return { services: services.map(({ resources, ...service }) => service), calls };
    },
  },
  {
    name: 'search_traces',
    description:
      'Finds traces (requests and units of work), newest first. Each has its traceId for get_trace, its duration, errors and findings.',
    properties: {
      service: SERVICE,
      name: { type: 'string', description: 'Part of the name of any of its spans, such as GET /users/:id.' },
      error: { type: 'boolean', description: 'true: only those with errors; false: only those without.' },
      minDurationMs: {
        type: 'number',
        minimum: 0,
        description: 'Only those that took at least this many milliseconds.',
      },
      text: { type: 'string', description: 'Part of any name, attribute or log record.' },
      limit: LIMIT,
    },
    answer: (answers, parameters) => {
      const { traces, matched } = answers.traces(readTraceQuery(toParameters(parameters)));
      return {
        matched,
        traces: traces.map(({ startTimeMs, kind, services, complete, ...trace }) => ({
          ...trace,
          time: toIso(startTimeMs),
        })),
      };
    },
  },
  {
    name: 'get_trace',
    description:
      'One trace: its spans as a tree (depth), with target, status, exception and place in the source, its log records and findings. For the attributes of a span, set spanId.',
    properties: {
      traceId: { type: 'string', description: '32 hexadecimal digits, from search_traces.' },
      spanId: { type: 'string', description: 'Only this span, with all its attributes and the full stack.' },
    },
    required: ['traceId'],
    answer: (answers, { traceId, spanId }) => getTrace(answers, String(traceId), spanId),
  },
  {
    name: 'search_logs',
    description: 'Finds log records, newest first, each with its trace.',
    properties: {
      traceId: { type: 'string', description: 'Only of this trace.' },
      service: SERVICE,
      severity: {
        type: 'string',
        enum: ['trace', 'debug', 'info', 'warn', 'error', 'fatal'],
        description: 'The lowest severity.',
      },
      text: { type: 'string', description: 'Part of the message or of an attribute.' },
      limit: LIMIT,
    },
    answer: (answers, parameters) => {
      const { logs, matched } = answers.logs(readLogQuery(toParameters(parameters)));
      return { matched, logs: logs.map(briefLog) };
    },
  },
  {
    name: 'list_metrics',
    description: 'The metrics with their latest values.',
    properties: { name: { type: 'string', description: 'Part of the name.' } },
    answer: (answers, { name }) => ({
      metrics: answers
        .metrics()
        .metrics.filter(metric => name == null || metric.name.includes(String(name)))
        .map(({ series, ...metric }) => ({
          service: metric.service,
          name: metric.name,
          unit: metric.unit,
          type: metric.type,
          seriesCount: series.length,
          series: series.slice(0, MOST_SERIES).map(({ attributes, points }) => ({
            attributes,
            latest: withoutNulls(points.at(-1) ?? {}),
          })),
        })),
    }),
  },
  {
    name: 'list_findings',
    description:
      'What is wrong or slow: errors with their place in the source, n-plus-one, slow, missing routes, duplicated spans, records without context, secrets, and the tokens of model calls. Errors first. Each has a traceId for get_trace.',
    properties: {
      code: { type: 'string', description: 'Only of this kind, such as error or n-plus-one.' },
      limit: LIMIT,
    },
    answer: (answers, { code, limit }) => {
      const all = answers.findings().findings.filter(finding => code === undefined || finding.code === code);
      return { matched: all.length, findings: all.slice(0, limitOf(limit)).map(briefFinding) };
    },
  },
];

function getTrace(answers: Answers, traceId: string, spanId: unknown): unknown {
  const trace = answers.trace(traceId.toLowerCase());
  if (!trace)
    throw new Error(`The view does not hold trace ${traceId}. search_traces lists those that it holds.`);
  const { spans, logs, findings, resources, startTimeMs, ...summary } = trace;
  if (spanId !== undefined) {
    const span = spans.find(candidate => candidate.spanId === String(spanId).toLowerCase());
    if (!span) throw new Error(`The trace has no span ${spanId}.`);
    return { ...span, resource: resources[span.resource] };
  }
  return {
    ...summary,
    time: toIso(startTimeMs),
    findings: findings.map(briefFinding),
    spans: spans.slice(0, MOST_SPANS).map(span => briefSpan(span, startTimeMs)),
    spansLeftOut: Math.max(0, spans.length - MOST_SPANS),
    logs: logs.slice(0, MOST_LOGS_OF_TRACE).map(briefLog),
    logsLeftOut: Math.max(0, logs.length - MOST_LOGS_OF_TRACE),
  };
}

/** Answers stay small, whatever the request. */
function limitOf(limit: unknown): number {
  return limit == null ? DEFAULT_LIMIT : Math.min(Number(limit), MOST_RESULTS);
}

function toParameters({ limit, ...parameters }: Arguments): URLSearchParams {
  const given = Object.entries({ ...parameters, limit: limitOf(limit) }).filter(([, value]) => value != null);
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
}
