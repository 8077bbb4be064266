import type { Span } from '../receiver/telemetry.ts';
import { operationOf } from './operation.ts';

const LONGEST_NAME = 80;

/** The id of one thing among many contains a digit; so does a version. */
const ID = /\d|^[\da-f]{12,}$/i;
const VERSION = /^v\d+(?:\.\d+)*$/i;

/** The id of a span among those of several traces. */
export function spanKey({ traceId, spanId }: Span): string {
  return `${traceId}/${spanId}`;
}

/** The route that served a call, by the calling span's id, if the serving span also arrived. */
export function servedRoutes(spans: readonly Span[]): Map<string, string> {
  const routes = new Map<string, string>();
  for (const { kind, traceId, parentSpanId, attributes } of spans) {
    const route = attributes['http.route'];
    if (kind === 'server' && parentSpanId !== null && typeof route === 'string')
      routes.set(`${traceId}/${parentSpanId}`, route);
  }
  return routes;
}

/** What calls of one kind have in common; undefined for other spans. */
export function callShape(span: Span, routes: ReadonlyMap<string, string>): string | undefined {
  const operation = operationOf(span);
  if (!operation || isOfModel(span)) return undefined;
  const { system, text, details } = operation;
  if (system === 'database') {
    const statement = text === undefined ? span.name : withoutLiterals(text);
    return JSON.stringify([system, details.system, details.collection, statement]);
  }
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { host, pathname } = new URL(text);
  const path = routes.get(spanKey(span)) ?? shapeOfPath(pathname);
  return JSON.stringify([system, details.method, host, path]);
}

function isOfModel({ attributes }: Span): boolean {
  return Object.keys(attributes).some(name => name.startsWith('gen_ai.'));
}

/** Names without a digit are kept: five collections of an API are not five items of a collection. */
function shapeOfPath(path: string): string {
  return path
    .split('/')
    .map(segment => (isId(segment) ? ':id' : segment))
    .join('/');
}

function isId(segment: string): boolean {
  return ID.test(segment) && !VERSION.test(segment);
}

/** A statement without its strings, numbers and lists, or a key without its ids. */
function withoutLiterals(statement: string): string {
  return statement
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/(?<![a-z_\d.])-?\d+(?:\.\d+)?(?![a-z_])/gi, '?')
    .replace(/\(\s*\?(?:\s*,\s*\?)*\s*\)/g, '(?)')
    .replace(/(?<=[:/_-])\w+/g, part => (/\d/.test(part) ? '?' : part));
}

/** The name of calls of one kind: `GET /price/:id`, `SELECT users`. */
export function nameOfCalls(calls: readonly Span[], routes: ReadonlyMap<string, string>): string {
  const [first] = calls;
  if (!first) return '';
  const operation = operationOf(first);
  if (operation?.system === 'http') {
    const path = routes.get(spanKey(first)) ?? commonPath(calls);
    return `${operation.details.method ?? first.name} ${path}`;
  }
  const summary = first.attributes['db.query.summary'];
  if (typeof summary === 'string' && summary !== '') return summary;
  const verb = first.attributes['db.operation.name'] ?? first.attributes['db.operation'];
  const collection = operation?.details.collection;
  if (typeof verb === 'string' && collection !== undefined) return `${verb} ${collection}`;
  const text = operation?.text ?? first.name;
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text;
}

/** `/price/:id`: the common parts of all paths, and `:id` where they differ or have an id. */
function commonPath(calls: readonly Span[]): string {
  const paths = calls.map(call => new URL(operationOf(call)?.text ?? '').pathname.split('/'));
  const [first = []] = paths;
  return first
    .map((segment, index) => (isId(segment) || paths.some(path => path[index] !== segment) ? ':id' : segment))
    .join('/');
}
