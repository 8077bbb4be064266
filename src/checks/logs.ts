import type { LogRecord } from '../receiver/telemetry.ts';
import { findVarying, VARYING_IN_MESSAGES, withoutStableParts } from '../shared/varying-text.ts';
import { type Check, type Evidence, type Findings, OWN_SCOPE } from './check.ts';
import { uncorrelatedLogs } from './correlation.ts';
import { bodyText, logEvidence } from './evidence.ts';
import type { Facts } from './facts.ts';

/** Two of them are data that a query cannot reach. A single one may be prose. */
const KEY_VALUE = /(?:^|[\s,;{(])["']?[A-Za-z_][\w.-]*["']?=(?:"[^"]*"|'[^']*'|[^\s,;$?:=>][^\s,;]*)/g;

/** The output of `util.inspect`, and so of `%o` and `console`, for an object. */
const INSPECTED = /\{ (?:\w+|'[^']*'): (?:[^{}]|\{[^{}]*\})* \}/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const ANSI = /\u001B\[[\d;]*m/;

const NO_LOGS = { skip: 'no log record was received' };

/** Checks of log records. */
export const LOG_CHECKS: readonly Check[] = [
  {
    id: 'logs-structured',
    severity: 'error',
    holds: 'Log records consist of a message and fields.',
    fails: 'Log messages contain data. Log it as fields.',
    find: facts => ofLogs(facts, logs => logs.flatMap(trappedFields)),
  },
  {
    id: 'logs-correlated',
    severity: 'error',
    holds: 'Log records inside a request carry its trace id.',
    fails:
      'Log records inside a request carry no trace id. Their logger lost the context: through a callback queue or a pool without AsyncResource, or because it is not instrumented.',
    find: facts => ofLogs(facts, logs => uncorrelatedLogs({ ...facts.telemetry, logs })),
  },
  {
    id: 'log-messages-stable',
    severity: 'warning',
    holds: 'Log messages do not vary with ids, durations or numbers.',
    fails: 'Log messages vary, so equal events cannot be grouped. Move the varying parts into fields.',
    find: facts => ofLogs(facts, logs => logs.flatMap(varying)),
  },
];

/** otel-run itself records uncaught errors. Their messages come from the code that threw. */
function ofLogs({ telemetry }: Facts, find: (logs: readonly LogRecord[]) => Evidence[]): Findings {
  const logs = telemetry.logs.filter(({ scope }) => scope.name !== OWN_SCOPE);
  return logs.length === 0 ? NO_LOGS : find(logs);
}

function trappedFields(log: LogRecord): Evidence[] {
  if (typeof log.body !== 'string') return [];
  if (isJsonText(log.body)) return [logEvidence(log, 'the body is JSON text')];
  if (ANSI.test(log.body)) return [logEvidence(log, 'the body has terminal colours')];
  if (embedsJson(log.body)) return [logEvidence(log, 'the body has JSON in it')];
  if (INSPECTED.test(log.body)) return [logEvidence(log, 'the body has an object in it')];
  if (log.body.includes('[object Object]'))
    return [logEvidence(log, 'the body has an object that was not serialized')];
  const pairs = log.body.match(KEY_VALUE) ?? [];
  return pairs.length > 1 ? [logEvidence(log, 'the body has key=value fields in it')] : [];
}

function isJsonText(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** An object or a list of strings inside the text, up to the end of what can be parsed. */
function embedsJson(text: string): boolean {
  const start = text.search(/\{\s*"[^"]*"\s*:|\[\s*"[^"]*"\s*[,\]]/);
  if (start === -1) return false;
  const end = text.lastIndexOf(text[start] === '{' ? '}' : ']');
  return end > start && isJsonText(text.slice(start, end + 1));
}

function varying(log: LogRecord): Evidence[] {
  if (typeof log.body !== 'string' || isJsonText(log.body)) return [];
  const found = findVarying(withoutStableParts(bodyText(log)), VARYING_IN_MESSAGES);
  return found ? [logEvidence(log, `${found.what} is part of the message (${found.piece})`)] : [];
}
