import type { Attributes, AttributeValue, LogRecord, Span, Telemetry } from '../receiver/telemetry.ts';
import { isHidden, secrecyOf } from '../shared/secret-names.ts';
import type { Check, Evidence } from './check.ts';
import { logEvidence, metricEvidence, plural, spanEvidence } from './evidence.ts';
import { EMAIL, findSecret, isRedacted } from './secret-patterns.ts';

/** Authors of packages and changes publish their addresses themselves. */
const AUTHORS = /\b(?:author|maintainer|contributor|committer)s?\b/;

/** The check for secrets and personal data. Its evidence says where they are, never what they are. */
export const SECRET_CHECK: Check = {
  id: 'no-secrets',
  severity: 'error',
  holds: 'No secrets or personal data were found.',
  fails: 'The telemetry contains secrets or personal data. Redact them where they are recorded.',
  find: ({ telemetry }) => [
    ...telemetry.spans.flatMap(span => leaksOfSpan(span).map(leak => spanEvidence(span, leak))),
    ...telemetry.logs.flatMap(log => leaksOfLog(log).map(leak => logEvidence(safeLog(log), leak))),
    ...telemetry.metricPoints.flatMap(point =>
      leaksOfAttributes(point.attributes, '').map(leak => metricEvidence(point, leak)),
    ),
    ...leaksOfResources(telemetry),
  ],
};

function leaksOfSpan(span: Span): string[] {
  return [
    ...leaksOfText(span.name, 'its name'),
    ...leaksOfText(span.status.message, 'its status message'),
    ...leaksOfAttributes(span.attributes, ''),
    ...span.events.flatMap(event => leaksOfAttributes(event.attributes, `event ${event.name}: `)),
  ];
}

function leaksOfLog(log: LogRecord): string[] {
  return [...leaksOfValue('', log.body, 'its body'), ...leaksOfAttributes(log.attributes, '')];
}

function leaksOfAttributes(attributes: Attributes, prefix: string): string[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    leaksOfValue(name, value, `${prefix}attribute ${name}`),
  );
}

function leaksOfValue(name: string, value: AttributeValue, where: string): string[] {
  if (value === null || typeof value === 'boolean' || value instanceof Uint8Array) return [];
  if (Array.isArray(value)) return [...new Set(value.flatMap(entry => leaksOfValue(name, entry, where)))];
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) => leaksOfValue(key, inner, `${where}.${key}`));
  const text = String(value);
  if (isRedacted(text)) return [];
  if (isSecretField(name, value)) return [`${where} has a secret's name and is not redacted`];
  return leaksOfText(text, where);
}

/** Whether a value is a secret because of its name. */
export function isSecretField(name: string, value: string | number): boolean {
  const secrecy = secrecyOf(name);
  if (!secrecy || !isHidden(secrecy, value)) return false;
  const text = String(value);
  return !isRedacted(text) && !isPath(text);
}

function leaksOfText(text: string, where: string): string[] {
  const what = findSecret(text);
  return what === undefined || (what === EMAIL && AUTHORS.test(where)) ? [] : [`${where} has ${what}`];
}

/** `pwd` means a folder as often as a password. */
function isPath(text: string): boolean {
  return /^(?:[~.]{0,2}[/\\]|[A-Z]:\\)/.test(text);
}

/** The resource is the same on all items, so it is reported once. */
function leaksOfResources({ spans, logs, metricPoints }: Telemetry): Evidence[] {
  const counts = new Map<string, number>();
  for (const { resource } of [...spans, ...logs, ...metricPoints]) {
    for (const leak of leaksOfAttributes(resource, 'resource '))
      counts.set(leak, (counts.get(leak) ?? 0) + 1);
  }
  return [...counts].map(([leak, count]) => ({
    kind: 'resource',
    text: `${leak} (on ${plural(count, 'item')})`,
  }));
}

/** A body that is a map may hold a secret under a name. Strings are made safe when shown. */
function safeLog(log: LogRecord): LogRecord {
  return typeof log.body === 'string' || leaksOfValue('', log.body, '').length === 0
    ? log
    : { ...log, body: '(not shown)' };
}
