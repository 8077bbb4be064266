import { METHODS } from 'node:http';
import { nearestName } from '../shared/nearest-name.ts';

/** A request to send to the application. */
export interface SmokeRequest {
  readonly method: string;
  /** Absolute, or a path: it then goes to the listening process that is closest to the command. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as application/json, unless the headers say otherwise. */
  readonly body: string | undefined;
  /** The expected status, or a class such as `4xx`; undefined: anything below 400. */
  readonly expected: string | undefined;
}

const FORM = /^(?:([A-Za-z]+)[ \t]+)?(\S+)(.*)$/s;

/** Header lines, then an empty line and the body, as in an HTTP message. */
const MESSAGE = /^((?:\r?\n[!#$%&'*+.^`|~\w-]+:[^\r\n]*)+)(?:\r?\n\s*\n(.*))?$/s;

/** An expected status, at the end of the first line or of the whole request. */
const EXPECTED = [
  /^([^\n]*?)[ \t]*=>[ \t]*([1-5](?:\d\d|xx))[ \t]*(\r?\n.*)?$/is,
  /^(.*?)\s+=>[ \t]*([1-5](?:\d\d|xx))()$/is,
];

/**
 * Reads `GET http://127.0.0.1:3000/users/1`, `/users/1` (a GET), `GET /nope => 404`, or `POST /orders
 * {"item":7} => 201`; headers follow on separate lines.
 *
 * @throws Error that explains what is accepted
 */
export function parseRequest(text: string): SmokeRequest {
  const { request, expected } = splitExpected(text.trim());
  const [, method = 'GET', url = '', rest = ''] = FORM.exec(request) ?? [];
  const isUrl = url.startsWith('/') || (/^https?:\/\//.test(url) && URL.canParse(url));
  if (!isUrl)
    throw new Error(
      `"${text}" is not a request${whatIsWrong(text, url)}; write "<METHOD> <url> [body]", such as "GET http://127.0.0.1:3000/health", "/health" or "GET /nope => 404"`,
    );
  if (!METHODS.includes(method.toUpperCase())) {
    const meant = nearestName(method, METHODS) ?? 'GET';
    throw new Error(`"${text}": ${method} is not an HTTP method; write "${meant} ${url}"`);
  }
  const [, head, body = head === undefined ? rest.trim() : ''] = MESSAGE.exec(rest) ?? [];
  return { method: method.toUpperCase(), url, headers: readHeaders(head), body: body || undefined, expected };
}

/** The usual mistakes: without quotes the shell splits the request, a path without its slash, a host without a scheme. */
function whatIsWrong(text: string, url: string): string {
  if (METHODS.includes(text.toUpperCase()))
    return `, but a method: put the whole request in quotes, "${text} /health"`;
  if (/^[\w.-]+:\d/.test(url)) return `: an address begins with http://, "http://${url}"`;
  return /^\w[^:]*$/.test(url) ? `: a path begins with a slash, "/${url}"` : '';
}

/** A body may contain an arrow, but right after the URL it can only be this one. */
function splitExpected(text: string): { readonly request: string; readonly expected: string | undefined } {
  for (const form of EXPECTED) {
    const [, before, status, following = ''] = form.exec(text) ?? [];
    if (status !== undefined) return { request: before + following, expected: status.toLowerCase() };
  }
  if (/^(?:[A-Za-z]+[ \t]+)?\S+[ \t]+=>/.test(text))
    throw new Error(`"${text}": write the expected status after =>, such as 404, or 4xx for any of them`);
  return { request: text, expected: undefined };
}

function readHeaders(lines = ''): Record<string, string> {
  const fields = lines.split('\n').filter(line => line.includes(':'));
  return Object.fromEntries(
    fields.map(line => {
      const [name = ''] = line.split(':', 1);
      return [name.trim().toLowerCase(), line.slice(name.length + 1).trim()];
    }),
  );
}

/** The local port that a request goes to; undefined for a path, and for another machine. */
export function loopbackPort(url: string): number | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/.test(hostname)) return undefined;
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
