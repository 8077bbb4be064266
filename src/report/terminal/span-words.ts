import { hideSecrets } from '../../checks/secret-patterns.ts';
import { shownValue } from '../../checks/shown-value.ts';
import type { AttributeValue, Span } from '../../receiver/telemetry.ts';
import { printable } from '../../shared/printable.ts';

/**
 * Details of a span in addition to its name: the status of the answer, the target of a
 * call, the process if there are several.
 */
export function spanDetails(span: Span, showsProcess: boolean): string[] {
  const { attributes, kind, resource } = span;
  const status = attributes['http.response.status_code'] ?? attributes['rpc.grpc.status_code'];
  const isCall = kind === 'client' || kind === 'producer';
  const pid = resource['process.pid'];
  return [
    status === undefined ? '' : String(status),
    isCall ? targetOf(span) : '',
    showsProcess && pid !== undefined ? `pid ${String(pid)}` : '',
  ].filter(Boolean);
}

/** The error of a span in words; undefined if it has none. */
export function spanError({ status, events, attributes }: Span): string | undefined {
  if (status.code !== 'error') return undefined;
  const exception = events.findLast(({ name }) => name === 'exception')?.attributes ?? {};
  const type = exception['exception.type'] ?? attributes['error.type'];
  const message = exception['exception.message'] ?? status.message;
  const words = [type, message].filter(part => part !== undefined && part !== '').map(part => String(part));
  const text = [...new Set(words)].join(': ');
  const isStatus = text === String(attributes['http.response.status_code']);
  return text === '' || isStatus ? undefined : oneLine(hideSecrets(text));
}

/**
 * The target of a call: a URL without its query, a statement, a destination
 * or a method, otherwise an address.
 */
const TARGETS = [
  ...['db.query.summary', 'db.query.text', 'db.statement', 'messaging.destination.name'],
  ...['gen_ai.request.model', 'rpc.method'],
];

function targetOf({ attributes, name }: Span): string {
  const url = attributes['url.full'] ?? attributes['http.url'];
  if (typeof url === 'string' && URL.canParse(url)) {
    const { host, pathname } = new URL(url);
    return oneLine(hideSecrets(host + pathname));
  }
  const known = TARGETS.map(attribute => shown(attribute, attributes[attribute])).filter(Boolean);
  return oneLine(known.find(text => !name.includes(text)) ?? (known.length > 0 ? '' : addressOf(attributes)));
}

function addressOf(attributes: Span['attributes']): string {
  const address = attributes['server.address'] ?? attributes['net.peer.name'];
  const port = attributes['server.port'] ?? attributes['net.peer.port'];
  if (address === undefined) return '';
  return port === undefined ? String(address) : `${String(address)}:${String(port)}`;
}

function shown(name: string, value: AttributeValue | undefined): string {
  return value === undefined ? '' : shownValue(name, value);
}

function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}
