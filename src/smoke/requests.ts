import http from 'node:http';
import https from 'node:https';
import type { RequestResult } from '../checks/facts.ts';

/** A request to send to the application. */
export interface SmokeRequest {
  readonly method: string;
  /** Absolute, or a path: it then goes to the first port that the application listens on. */
  readonly url: string;
  /** Sent as application/json. */
  readonly body: string | undefined;
}

const FORM = /^([A-Za-z]+)\s+(\S+)(?:\s+(\S.*))?$/s;

/**
 * Reads `GET http://127.0.0.1:3000/users/1`, `GET /users/1`, or `POST /orders {"item":7}`.
 *
 * @throws Error that says what is accepted
 */
export function parseRequest(text: string): SmokeRequest {
  const [, method = '', url = '', body] = FORM.exec(text.trim()) ?? [];
  const isUrl = url.startsWith('/') || (/^https?:\/\//.test(url) && URL.canParse(url));
  if (!isUrl)
    throw new Error(
      `"${text}" is not a request; accepted is "<METHOD> <url> [body]", as "GET http://127.0.0.1:3000/health"`,
    );
  return { method: method.toUpperCase(), url, body };
}

/** The port of this machine that a request goes to; undefined for a path, and for another machine. */
export function loopbackPort(url: string): number | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/.test(hostname)) return undefined;
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/**
 * Sends one request on a connection of its own, which is closed then: one that is kept open would delay the end of a
 * server that drains. Never rejects.
 *
 * @param url absolute
 * @param timeout milliseconds for the whole answer
 */
export function send({ method, body }: SmokeRequest, url: string, timeout: number): Promise<RequestResult> {
  const started = performance.now();
  const { request: start } = url.startsWith('https:') ? https : http;
  return new Promise(resolve => {
    const finish = (status: number | null, error: string | null) =>
      resolve({ method, url, status, error, durationMs: Math.round(performance.now() - started) });
    const headers = {
      connection: 'close',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const request = start(url, { method, headers, agent: false, rejectUnauthorized: false }, response => {
      response.resume();
      response.once('end', () => finish(response.statusCode ?? null, null));
      response.once('error', error => finish(null, describe(error)));
    });
    request.setTimeout(timeout, () => request.destroy(new Error(`no answer within ${timeout} ms`)));
    request.once('error', error => finish(null, describe(error)));
    request.end(body);
  });
}

/** Connection errors of a name with several addresses have no message of their own. */
function describe(error: Error & { code?: string }): string {
  return error.message || (error.code ?? error.name);
}
