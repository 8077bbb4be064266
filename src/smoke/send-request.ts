import type { RequestResult } from '../checks/facts.ts';
import type { SmokeRequest } from '../command-line/request.ts';
import { askHttp } from './ask-http.ts';
import { askHttp2 } from './ask-http2.ts';
import type { OutgoingRequest, ReceivedAnswer } from './received-answer.ts';

/** Errors after which a server may still answer by another protocol: what it sent was not understood, or nothing. */
const OTHER_PROTOCOL = /^(?:ECONNRESET|EPIPE|EPROTO|HPE_|ERR_SSL_)/;

/**
 * Sends one request. Never rejects.
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

async function sendTo(
  first: string,
  wanted: SmokeRequest,
  timeout: number,
): Promise<RequestResult & { readonly isRefused: boolean }> {
  const { method, body, expected } = wanted;
  const headers = { ...(body !== undefined && { 'content-type': 'application/json' }), ...wanted.headers };
  const sentAt = Date.now();
  const started = performance.now();
  const { url, answer } = await askUntilUnderstood({ url: first, method, headers, body, timeout }, wanted);
  const { status, error } = answer;
  return {
    isRefused: error?.code === 'ECONNREFUSED',
    method,
    url,
    status,
    error: error ? describe(error) : null,
    sentAt,
    expected,
    durationMs: Math.round(performance.now() - started),
  };
}

/** The first protocol that the server understands. @returns the answer to the first one if it understands none */
async function askUntilUnderstood(
  outgoing: OutgoingRequest,
  { url: asked }: SmokeRequest,
): Promise<{ readonly url: string; readonly answer: ReceivedAnswer }> {
  const deadline = performance.now() + outgoing.timeout;
  const [first, ...others] = protocols(outgoing.url, asked.startsWith('/'));
  const answer = await first.ask(outgoing);
  if (!OTHER_PROTOCOL.test(answer.error?.code ?? '')) return { url: outgoing.url, answer };
  for (const { url, ask } of others) {
    const timeout = Math.max(1, Math.round(deadline - performance.now()));
    const other = await ask({ ...outgoing, url, timeout });
    if (other.status !== null) return { url, answer: other };
  }
  return { url: outgoing.url, answer };
}

/** How a server may be asked. @param isPath whether only a path was given, which may belong to an https server */
function protocols(url: string, isPath: boolean) {
  const secure = url.replace(/^http:/, 'https:');
  const both = isPath && secure !== url;
  return [
    { url, ask: askHttp },
    ...(both ? [{ url: secure, ask: askHttp }] : []),
    { url, ask: askHttp2 },
    ...(both ? [{ url: secure, ask: askHttp2 }] : []),
  ] as const;
}

/** Connection errors of a name with several addresses have no message. */
const describe = ({ message, code, name }: Error & { code?: string }) => message || (code ?? name);
