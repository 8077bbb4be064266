import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { FaultyCollector } from './faulty-collector.ts';

/** Answers one OTLP request over gRPC, or does something else. */
export type GrpcBehaviour = (stream: ServerHttp2Stream, count: number) => void;

const HEAD = { ':status': 200, 'content-type': 'application/grpc+proto' };

/** A status, and a message where there is one. */
export const grpcAnswer =
  (
    status: number,
    { message, trailers = {} }: { message?: Uint8Array; trailers?: object } = {},
  ): GrpcBehaviour =>
  stream => {
    stream.respond(HEAD, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status), ...trailers }));
    const length = message?.length ?? 0;
    stream.end(message && Buffer.concat([Buffer.from([0, 0, 0, 0, length]), message]));
  };

/** Begins a message and never ends it. */
export const grpcDribble: GrpcBehaviour = stream => {
  stream.respond(HEAD);
  stream.write(Buffer.from([0, 0, 0xff, 0xff, 0xff]));
  const timer = setInterval(() => stream.write(' '), 20);
  stream.on('close', () => clearInterval(timer));
};

/** Starts a collector on a free port of the loopback interface. */
export async function startFaultyGrpcCollector(
  behaviour: GrpcBehaviour,
): Promise<Pick<FaultyCollector, 'port' | 'close'> & { readonly times: readonly number[] }> {
  const times: number[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on('session', session => sessions.add(session));
  server.on('stream', stream => {
    stream.on('error', () => {});
    stream.resume().on('end', () => behaviour(stream, times.push(Date.now())));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    times,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
      }),
  };
}
