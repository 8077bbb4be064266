import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';

/** Answers one OTLP request, or does something else. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** One OTLP/JSON request as it came. */
export interface Request {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
  readonly spanIds: readonly string[];
  readonly records: number;
  /** How the body of each log record begins. */
  readonly recordStarts: readonly string[];
}

/** A collector whose answers are part of the test. It reads OTLP/JSON. */
export interface FaultyCollector {
  readonly port: number;
  readonly requests: readonly Request[];
  environment(service: string): Record<string, string>;
  close(): Promise<void>;
}

export const answer =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (_, response) =>
    response.writeHead(status, headers).end('{}');

export const answerLate =
  (milliseconds: number): Behaviour =>
  (request, response, count) =>
    setTimeout(() => answer(200)(request, response, count), milliseconds);

export const neverAnswer: Behaviour = () => {};

export const reset: Behaviour = request => (request.socket as Socket).resetAndDestroy();

export const resetMidResponse: Behaviour = (request, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{', () => (request.socket as Socket).resetAndDestroy());
};

export const sendGarbage: Behaviour = request => request.socket.end('\u0007 this is no HTTP \r\n\r\n');

/** One byte at a time, so that no idle timeout ever fires. */
export const dribble: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-length': '1000000' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

/** More than anybody should read. */
export const answerHuge =
  (status: number): Behaviour =>
  (_, response) => {
    response.on('error', () => {}).writeHead(status);
    const write = () => {
      while (!response.destroyed && response.write(' '.repeat(1 << 20)));
    };
    response.on('drain', write);
    write();
  };

/** Says again and again that it will answer. */
export const answerAfterInformation: Behaviour = (request, response, count) => {
  response.writeProcessing();
  response.writeEarlyHints({ link: '</style.css>; rel=preload' });
  response.writeContinue();
  answer(200)(request, response, count);
};

export const answerWithTrailers: Behaviour = (_, response) => {
  response.writeHead(200, { trailer: 'retry-after' });
  response.write('{}');
  response.addTrailers({ 'retry-after': '60' });
  response.end();
};

/** Takes a request, and says what of it was rejected. */
export const answerPartially =
  (partialSuccess: object): Behaviour =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ partialSuccess }));

/** Starts a collector on a free port of the loopback interface, or on a given one. */
export async function startFaultyCollector(behaviour: Behaviour, port = 0): Promise<FaultyCollector> {
  const requests: Request[] = [];
  const server = createServer(async (request, response) => {
    const at = Date.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    requests.push({ path: request.url ?? '', at, bytes: body.byteLength, ...itemsOf(body) });
    behaviour(request, response, requests.length);
  });
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  const actual = (server.address() as AddressInfo).port;
  return {
    port: actual,
    requests,
    environment: service => collectorAt(actual, service),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Accepts connections and says nothing, in any protocol. */
export async function startSilentServer(): Promise<Pick<FaultyCollector, 'port' | 'close'>> {
  const sockets = new Set<Socket>();
  const server = createSocketServer(socket => sockets.add(socket.on('error', () => {})));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Variables for a collector at a port, whether somebody listens there or not. */
export function collectorAt(port: number, service: string, protocol = 'http/json'): Record<string, string> {
  return {
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
  };
}

/** A port that nobody listens on. */
export async function unusedPort(): Promise<number> {
  const collector = await startFaultyCollector(neverAnswer);
  await collector.close();
  return collector.port;
}

// biome-ignore lint/suspicious/noExplicitAny: requests as they came
type Untyped = any;

/** Enough to tell records apart, without keeping large ones. */
const START = 20;

function itemsOf(body: Buffer): Pick<Request, 'spanIds' | 'records' | 'recordStarts'> {
  if (body[0] !== '{'.charCodeAt(0)) return { spanIds: [], records: 0, recordStarts: [] };
  const { resourceSpans = [], resourceLogs = [] }: Untyped = JSON.parse(body.toString());
  const spans = resourceSpans.flatMap(({ scopeSpans }: Untyped) =>
    scopeSpans.flatMap((scope: Untyped) => scope.spans),
  );
  const records = resourceLogs.flatMap(({ scopeLogs }: Untyped) =>
    scopeLogs.flatMap((scope: Untyped) => scope.logRecords),
  );
  const recordStarts = records.map(({ body }: Untyped) => String(body?.stringValue).slice(0, START));
  return { spanIds: spans.map(({ spanId }: Untyped) => spanId), records: records.length, recordStarts };
}
