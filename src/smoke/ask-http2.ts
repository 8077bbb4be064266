import { connect } from 'node:http2';
import type { OutgoingRequest, ReceivedAnswer } from './received-answer.ts';

/**
 * Sends one request by HTTP/2 on its own connection and closes it: without TLS by prior knowledge (RFC 9113,
 * section 3.3). Never rejects.
 */
export function askHttp2({ url, method, headers, body, timeout }: OutgoingRequest): Promise<ReceivedAnswer> {
  const { origin, pathname, search } = new URL(url);
  return new Promise(resolve => {
    const session = connect(origin, { rejectUnauthorized: false });
    const finish = (answer: ReceivedAnswer) => {
      resolve(answer);
      session.destroy();
    };
    const fail = (error: Error) => finish({ status: null, error });
    session.on('error', fail);
    session.setTimeout(timeout, () => fail(new Error(`no answer within ${timeout} ms`)));
    const fields = Object.entries(headers).filter(([name]) => !CONNECTION_HEADERS.has(name));
    const stream = session.request(
      { ...Object.fromEntries(fields), ':method': method, ':path': pathname + search },
      { endStream: body === undefined },
    );
    let status: number | undefined;
    stream.once('response', answer => {
      status = answer[':status'];
    });
    stream.on('error', fail);
    stream.resume();
    stream.once('close', () => finish(status === undefined ? NO_ANSWER : { status }));
    if (body !== undefined) stream.end(body);
  });
}

/** Headers of a connection, which HTTP/2 does not have (RFC 9113, section 8.2.2), and those of a chunked body. */
const CONNECTION_HEADERS = new Set([
  ...['connection', 'host', 'http2-settings', 'keep-alive', 'proxy-connection'],
  ...['te', 'transfer-encoding', 'upgrade'],
]);

const NO_ANSWER: ReceivedAnswer = { status: null, error: new Error('closed without an answer') };
