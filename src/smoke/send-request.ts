import http from 'node:http';
import https from 'node:https';
import type { RequestResult } from '../checks/facts.ts';
import type { SmokeRequest } from '../command-line/request.ts';

/**
 * Sends one request on its own connection and closes it: an open connection would delay the end of a
 * server that drains. Never rejects.
 *
 * @param urls absolute: the next one is asked only if nothing listens at the one before
 * @param timeout milliseconds for the whole answer
 */
export async function send(
  wanted: SmokeRequest,
  urls: readonly string[],
  timeout: number,
): Promise<RequestResult> {
  const [url = '', ...others] = urls;
  const { isRefused, ...result } = await sendTo(url, wanted, timeout);
  return isRefused && others.length > 0 ? send(wanted, others, timeout) : result;
}

function sendTo(
  url: string,
  { method, headers: own, body, expected, url: asked }: SmokeRequest,
  timeout: number,
): Promise<RequestResult & { readonly isRefused: boolean }> {
  const sentAt = Date.now();
  const started = performance.now();
  const isGuess = asked.startsWith('/');
  const { request: start } = url.startsWith('https:') ? https : http;
  return new Promise(resolve => {
    const finish = (status: number | null, error: string | null, isRefused = false) =>
      resolve({
        isRefused,
        method,
        url,
        status,
        error,
        sentAt,
        expected,
        durationMs: Math.round(performance.now() - started),
      });
    const headers = {
      connection: 'close',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...own,
    };
    const request = start(url, { method, headers, agent: false, rejectUnauthorized: false }, response => {
      response.resume();
      response.once('end', () => finish(response.statusCode ?? null, null));
      response.once('error', error => finish(null, describe(error, isGuess)));
    });
    request.setTimeout(timeout, () => request.destroy(new Error(`no answer within ${timeout} ms`)));
    request.once('error', (error: Error & { code?: string }) =>
      finish(null, describe(error, isGuess), error.code === 'ECONNREFUSED'),
    );
    request.end(body);
  });
}

/**
 * Connection errors of a name with several addresses have no message.
 *
 * @param isGuess whether only a path was given, which is requested over http
 */
function describe(error: Error & { code?: string }, isGuess: boolean): string {
  const words = error.message || (error.code ?? error.name);
  return isGuess && error.code === 'ECONNRESET' ? `${words}; an https server needs the full URL` : words;
}
