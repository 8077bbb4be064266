import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { ProbeAnswer, ProbeRequest, TimedAnswer } from '../../config/doctor-threads.ts';
import { createTransport } from '../delivery/create-transport.ts';

/**
 * A request with one empty resource: field 1 of every signal's message, of length 0. Without any field the
 * body would be empty, which some receivers refuse.
 */
const NOTHING = Uint8Array.of(0x0a, 0x00);

const EMPTY_REQUEST = {
  'http/json': new TextEncoder().encode('{}'),
  'http/protobuf': NOTHING,
  grpc: NOTHING,
};

/**
 * Sends one empty export and reports the first answer: the exporter itself would keep retrying. Time counts from the
 * moment when the export is sent, however long this process took to start.
 */
function probe({ route, timeoutMillis }: ProbeRequest): void {
  let start = performance.now();
  const answer = (message: ProbeAnswer) => {
    const timed: TimedAnswer = { answer: message, ms: Math.round(performance.now() - start) };
    process.send?.(timed);
  };
  subscribe('http.client.response.finish', message => {
    const { response } = message as { request: ClientRequest; response: IncomingMessage };
    answer({ status: response.statusCode ?? null, contentType: response.headers['content-type'] });
  });
  subscribe('http.client.request.error', message => {
    const { error } = message as { error: NodeJS.ErrnoException };
    answer({ status: null, error: `${error.code} ${error.message}` });
  });
  try {
    const transport = createTransport(route, timeoutMillis);
    start = performance.now();
    setTimeout(() => answer({ status: null, error: 'ETIMEDOUT' }), timeoutMillis);
    transport.send(EMPTY_REQUEST[route.protocol], timeoutMillis, failure =>
      answer(
        failure ? { status: null, error: failure.reason } : { status: route.protocol === 'grpc' ? 0 : 200 },
      ),
    );
  } catch (error) {
    answer({
      status: null,
      error: error instanceof Error ? `${Reflect.get(error, 'code')} ${error.message}` : '',
    });
  }
}

process.once('message', request => probe(request as ProbeRequest));
