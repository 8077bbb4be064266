import http from 'node:http';
import https from 'node:https';
import type { OutgoingRequest, ReceivedAnswer } from './received-answer.ts';

/** Named, so that a server which speaks HTTP/2 alone refuses the connection and answers no request with 403. */
const TLS = { rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] };

/**
 * Sends one request by HTTP/1.1 on its own connection and closes it: an open connection would delay the end of a
 * server that drains. Never rejects.
 */
export function askHttp({ url, method, headers, body, timeout }: OutgoingRequest): Promise<ReceivedAnswer> {
  const { request: start } = url.startsWith('https:') ? https : http;
  return new Promise(resolve => {
    const options = { method, headers: { connection: 'close', ...headers }, agent: false };
    const fail = (error: Error) => resolve({ status: null, error });
    const request = start(url, { ...options, ...TLS }, response => {
      response.resume();
      response.once('end', () => resolve({ status: response.statusCode ?? null }));
      response.once('error', fail);
    });
    request.setTimeout(timeout, () => request.destroy(new Error(`no answer within ${timeout} ms`)));
    request.once('error', fail);
    request.end(body);
  });
}
