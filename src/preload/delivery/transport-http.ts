import type { Agent, AgentOptions, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { convertLegacyHttpOptions } from '@opentelemetry/otlp-exporter-base/node-http';
import type { Signal } from '../../shared/signal.ts';
import type { Failure } from './failure.ts';
import { type HttpAnswer, isAccepted, readHttpFailure } from './http-answer.ts';
import { placeFailure } from './place-failure.ts';
import { readFailure } from './read-failure.ts';
import { readRejection } from './rejection.ts';
import { type OnExported, settleInTime, type Transport } from './transport.ts';
import { proxyEnv } from './wire/apply-wire.ts';

type Configuration = ReturnType<typeof convertLegacyHttpOptions>;

/** Opens a request to the only destination of a transport. */
type Open = (headers: Record<string, string | number>) => ClientRequest;

/** The maximum number of bytes to read of an answer (OTLP specification, "OTLP/HTTP Response"). */
const LONGEST_ANSWER = 4 * 1024 * 1024;

const compress = promisify(gzip);

/**
 * Sends over HTTP, with options as the SDK reads them from the environment or a configuration file. It does
 * not use the SDK's request, which keeps a connection open while an answer trickles in, reads a `Retry-After`
 * of 0 as "at once", and hides what a collector rejected.
 */
export function createHttpTransport(signal: Signal, contentType: string, options: object): Transport {
  const configuration = convertLegacyHttpOptions(options, signal.toUpperCase(), `v1/${signal}`, {
    'Content-Type': contentType,
  });
  const url = new URL(configuration.url);
  let open: Promise<Open> | undefined;
  return {
    timeoutMillis: configuration.timeoutMillis,
    send(body, timeoutMillis, onDelivered) {
      const abort = new AbortController();
      const placed: OnExported = (failure, rejection) =>
        onDelivered(failure && placeFailure(failure, configuration.url), rejection);
      const settle = settleInTime(timeoutMillis, placed, () => abort.abort());
      open ??= prepare(url, configuration);
      open
        .then(ready => post(ready, configuration, body, abort.signal, settle))
        .catch(error => settle(readFailure(error)));
    },
  };
}

async function prepare(url: URL, { agentFactory }: Configuration): Promise<Open> {
  // Load only the one that is needed: TLS takes a while to load.
  const http = await (url.protocol === 'http:' ? import('node:http') : import('node:https'));
  const { request, globalAgent } = http;
  const own: Agent = await agentFactory(url.protocol);
  const proxies = proxyEnv() ?? optionsOf(globalAgent).proxyEnv;
  const agent = proxies ? new http.Agent({ ...optionsOf(own), proxyEnv: proxies } as AgentOptions) : own;
  return headers => request(url, { method: 'POST', headers, agent } satisfies RequestOptions);
}

/** Agents of Node.js support proxies since 22.21 and 24.5. */
function optionsOf(agent: Agent): AgentOptions & { proxyEnv?: object } {
  return Reflect.get(agent, 'options');
}

async function post(
  open: Open,
  { compression, headers, userAgent }: Configuration,
  body: Uint8Array,
  abort: AbortSignal,
  settle: OnExported,
): Promise<void> {
  const isCompressed = compression === 'gzip';
  const content = isCompressed ? await compress(body) : body;
  const own = await headers();
  if (abort.aborted) return;
  const request = open({
    ...own,
    'User-Agent': [userAgent, `OTel-OTLP-Exporter-JavaScript/${__EXPORTER_VERSION__}`]
      .filter(Boolean)
      .join(' '),
    'Content-Length': content.byteLength,
    ...(isCompressed && { 'Content-Encoding': 'gzip' }),
  });
  abort.addEventListener('abort', () => request.destroy());
  let answered = false;
  request.on('response', response => {
    answered = true;
    receive(response, settle);
  });
  // An answer may arrive before the entire request was sent. Then the answer decides.
  const fail = (failure: Failure) => !answered && settle(failure);
  request.on('error', error => fail(readFailure(error)));
  request.on('close', () => fail({ reason: 'the connection was closed without an answer', retry: 'later' }));
  request.end(content);
}

function receive(response: IncomingMessage, settle: OnExported): void {
  const answer: HttpAnswer = {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers: response.headers,
  };
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= LONGEST_ANSWER) return chunks.push(chunk);
    settle({
      reason: `${answer.status} with an answer of more than 4 MiB`,
      retry: 'never',
      status: answer.status,
    });
    response.destroy();
  });
  const finish = () => {
    if (length > LONGEST_ANSWER) return;
    if (!isAccepted(answer)) settle(readHttpFailure(answer, Date.now()));
    else settle(undefined, readRejection(Buffer.concat(chunks), answer.headers['content-type']));
  };
  response.on('end', finish);
  // The head of the answer says whether the request was accepted.
  response.on('error', finish);
  response.on('close', finish);
}
