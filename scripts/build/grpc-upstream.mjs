import { importOwn, replacing } from './replacements.mjs';

const file = /@opentelemetry[\\/]instrumentation-grpc[\\/]dist[\\/]serverUtils\.mjs$/;

const CLIENT = /@opentelemetry[\\/]instrumentation-grpc[\\/]dist[\\/]clientUtils\.mjs$/;

const until =
  'upstream ends the span of a call that is cancelled, that its handler fails by throwing, or whose deadline is over, and tells failures of a server from those of its clients, as https://github.com/open-telemetry/opentelemetry-specification/pull/3333 does';

const imported = [importOwn('serveAnswer, serveStream', 'preload/libraries/grpc/served-call')];

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
  {
    // The application may send its metadata with the calls of several requests, whose baggage they would have.
    file: CLIENT,
    until: 'upstream puts the trace context into a copy of the metadata',
    upstream: 'else metadata = args[metadataIndex];',
    ours: 'else metadata = args[metadataIndex] = args[metadataIndex].clone();',
  },
];

/** A bundler plugin that ends the span of each call of a gRPC server with its status, and keeps the metadata of clients. */
export const grpcUpstream = () => replacing('grpc-upstream', REPLACEMENTS);
