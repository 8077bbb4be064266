import { lowestNumberOf } from './severity.ts';

/** The query of `/api/traces`. Missing fields do not restrict. */
export interface TraceQuery {
  readonly service?: string | undefined;
  readonly name?: string | undefined;
  readonly error?: boolean | undefined;
  readonly minDurationMs?: number | undefined;
  readonly text?: string | undefined;
  readonly limit: number;
  /** How many of the newest to leave out. */
  readonly offset?: number;
}

/** The query of `/api/logs`. */
export interface LogQuery {
  readonly traceId?: string | undefined;
  readonly service?: string | undefined;
  /** The lowest severity number. */
  readonly severity?: number | undefined;
  readonly text?: string | undefined;
  readonly limit: number;
  readonly offset?: number;
}

/** An invalid parameter: its name, the value, and what is accepted. */
export class QueryProblem extends Error {
  override readonly name = 'QueryProblem';
}

const DEFAULT_LIMIT = 100;
const MOST = 1000;

/** Reads the parameters of a URL. @throws QueryProblem */
export function readTraceQuery(parameters: URLSearchParams): TraceQuery {
  return {
    service: given(parameters, 'service'),
    name: given(parameters, 'name'),
    error: readBoolean(parameters, 'error'),
    minDurationMs: readNumber(parameters, 'minDurationMs'),
    text: given(parameters, 'text'),
    ...readRange(parameters),
  };
}

/** Reads the parameters for logs. @throws QueryProblem */
export function readLogQuery(parameters: URLSearchParams): LogQuery {
  return {
    traceId: given(parameters, 'traceId')?.toLowerCase(),
    service: given(parameters, 'service'),
    severity: readSeverity(parameters),
    text: given(parameters, 'text'),
    ...readRange(parameters),
  };
}

/** Reads which traces are chosen. @throws QueryProblem */
export function readTraceIds(parameters: URLSearchParams): readonly string[] {
  const traceIds = parameters.getAll('traceId');
  if (traceIds.length === 0) throw new QueryProblem('traceId is missing; choose one trace or more');
  return traceIds;
}

function given(parameters: URLSearchParams, name: string): string | undefined {
  return parameters.get(name)?.trim() || undefined;
}

function readBoolean(parameters: URLSearchParams, name: string): boolean | undefined {
  const text = given(parameters, name)?.toLowerCase();
  if (text === undefined) return undefined;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new QueryProblem(`${name} is "${text}"; write true or false`);
}

function readNumber(parameters: URLSearchParams, name: string): number | undefined {
  const text = given(parameters, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new QueryProblem(`${name} is "${text}"; write a number of at least 0`);
}

/** The requested part of the matches. */
function readRange(parameters: URLSearchParams): { limit: number; offset: number } {
  const limit = readNumber(parameters, 'limit') ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit))
    throw new QueryProblem(`limit is "${limit}"; write a whole number, at most ${MOST}`);
  const offset = readNumber(parameters, 'offset') ?? 0;
  if (!Number.isInteger(offset)) throw new QueryProblem(`offset is "${offset}"; write a whole number`);
  return { limit: Math.min(limit, MOST), offset };
}

function readSeverity(parameters: URLSearchParams): number | undefined {
  const text = given(parameters, 'severity');
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : lowestNumberOf(text);
  if (number !== undefined && number <= 24) return number;
  throw new QueryProblem(`severity is "${text}"; write trace, debug, info, warn, error, fatal, or 1 to 24`);
}
