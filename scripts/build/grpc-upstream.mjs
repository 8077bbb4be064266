import { fileURLToPath } from 'node:url';
import { replacing } from './replacements.mjs';

const SERVED_CALL = fileURLToPath(
  new URL('../../src/preload/libraries/grpc/served-call.ts', import.meta.url),
);

const file = /@opentelemetry[\\/]instrumentation-grpc[\\/]dist[\\/]serverUtils\.mjs$/;

const until =
  'upstream ends the span of a call that is cancelled, that its handler fails by throwing, or whose deadline is over, and tells failures of a server from those of its clients, as https://github.com/open-telemetry/opentelemetry-specification/pull/3333 does';

const imported = [`import { serveAnswer, serveStream } from ${JSON.stringify(SERVED_CALL)};`];

const REPLACEMENTS = [
  {
    file,
    until,
    upstream: 'return clientStreamAndUnaryHandler(span, call, callback, originalFunc);',
    ours: 'return serveAnswer(span, call, callback, originalFunc);',
    imported,
  },
  {
    file,
    until,
    upstream: 'return serverStreamAndBidiHandler(span, call, originalFunc);',
    ours: 'return serveStream(span, call, originalFunc);',
    imported,
  },
];

/** A bundler plugin that ends the span of each call of a gRPC server with its status. */
export const grpcUpstream = () => replacing('grpc-upstream', REPLACEMENTS);
