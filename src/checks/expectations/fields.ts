import { isMap, isScalar, type Node } from 'yaml';
import type { LogRecord, MetricPoint, Span } from '../../receiver/telemetry.ts';
import { withoutSecrets } from '../shown-value.ts';
import type { Condition, Expectation, Item, Section } from './expectation.ts';
import { boundsMatcher, describeSeen, type Matcher, matcherOf, presenceMatcher } from './matcher.ts';
import { childCondition, parentCondition, spanOfLogCondition } from './span-conditions.ts';
import type { YamlReader } from './yaml-reader.ts';

/** The input of a field's reader: the value under the field's name, and how to read a nested entry. */
export interface FieldInput {
  readonly reader: YamlReader;
  readonly name: string;
  readonly node: Node;
  readonly nested: (node: Node) => Expectation;
}

/** Reads one field into conditions. It may throw; the message is shown at the value's place. */
export type FieldReader = (input: FieldInput) => readonly Condition[];

const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['unset', 'ok', 'error'];
const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const METRIC_TYPES = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

const OF_EVERYTHING: Readonly<Record<string, FieldReader>> = {
  attributes: readAttributes,
  service: plain(item => item.resource['service.name']),
  scope: plain(item => item.scope.name),
};

/** Every field of every section. */
export const FIELDS: Readonly<Record<Section, Readonly<Record<string, FieldReader>>>> = {
  spans: {
    name: plain(item => (item as Span).name),
    kind: oneOf(KINDS, item => (item as Span).kind),
    status: oneOf(STATUSES, item => (item as Span).status.code),
    durationMs: bounded(item => (item as Span).durationMs),
    parent: ({ node, nested, reader }) => parentCondition(nameOrEntry(node, nested, reader)),
    children: ({ node, nested, reader, name }) =>
      reader.items(node, name).map((item, index) => childCondition(nested(item), index)),
    ...OF_EVERYTHING,
  },
  logs: {
    body: plain(item => (item as LogRecord).body),
    severity: oneOf(SEVERITIES, item => severityOf(item as LogRecord)),
    span: ({ node, nested, reader }) => spanOfLogCondition(nameOrEntry(node, nested, reader)),
    ...OF_EVERYTHING,
  },
  metrics: {
    name: plain(item => (item as MetricPoint).name),
    type: oneOf(METRIC_TYPES, item => (item as MetricPoint).type),
    unit: plain(item => (item as MetricPoint).unit),
    value: bounded(item => (item as MetricPoint).value ?? (item as MetricPoint).sum),
    ...OF_EVERYTHING,
  },
};

function plain(get: (item: Item) => unknown): FieldReader {
  return ({ reader, name, node }) => [condition(name, matcherOf(reader.value(node)), get)];
}

function oneOf(values: readonly string[], get: (item: Item) => unknown): FieldReader {
  return ({ reader, name, node }) => {
    const value = reader.value(node);
    if (!values.includes(value as string)) reader.fail(node, `${name} must be one of ${values.join(', ')}`);
    return [condition(name, matcherOf(value), get)];
  };
}

function bounded(get: (item: Item) => unknown): FieldReader {
  return ({ reader, name, node }) => [condition(name, boundsMatcher(reader.bounds(node, name)), get)];
}

function readAttributes({ reader, node }: FieldInput): Condition[] {
  return reader.entries(node, 'attributes').map(([name, value]) => {
    const matcher = attributeMatcher(reader, name, value);
    return {
      ...condition(`attributes.${name}`, matcher, item => item.attributes[name]),
      seen: (item: Item) => describeSeen(withoutSecrets(name, item.attributes[name])),
    };
  });
}

/** A map of `min` and `max` or of `exists` describes the value; any other map is the value. */
function attributeMatcher(reader: YamlReader, name: string, node: Node): Matcher {
  const value = reader.value(node);
  const keys = isMap(reader.resolve(node)) ? Object.keys(value as object) : [];
  if (keys.length === 1 && keys[0] === 'exists') {
    const { exists } = value as { exists: unknown };
    if (typeof exists !== 'boolean') reader.fail(node, `${name}.exists must be true or false`);
    return presenceMatcher(exists === true);
  }
  if (keys.length > 0 && keys.every(key => key === 'min' || key === 'max'))
    return boundsMatcher(reader.bounds(node, name));
  return matcherOf(value);
}

/** `parent: GET /users` is short for `parent: { name: GET /users }`; null means no parent. */
function nameOrEntry(node: Node, nested: FieldInput['nested'], reader: YamlReader): Condition[] | null {
  const value = reader.value(node);
  if (value === null) return null;
  if (isScalar(node)) return [condition('name', matcherOf(value), item => (item as Span).name)];
  return [...nested(node).conditions];
}

function condition(what: string, { wanted, test }: Matcher, get: (item: Item) => unknown): Condition {
  return { what, wanted, test: item => test(get(item)), seen: item => describeSeen(get(item)) };
}

/** Severity numbers come in fours: 1–4 is TRACE, 21–24 FATAL. */
function severityOf({ severityNumber }: LogRecord): string | undefined {
  return SEVERITIES[Math.ceil(severityNumber / 4) - 1];
}
