// The entry point for the OpenTelemetry Operator, in the syntax of ES5 like `preload.ts`: its own image for
// Node.js exports over gRPC, so the endpoint of an `Instrumentation` resource is for gRPC unless it also names
// a protocol. https://github.com/open-telemetry/opentelemetry-operator/tree/main/autoinstrumentation/nodejs
declare const require: (path: string) => unknown;

if (!process.env.OTEL_EXPORTER_OTLP_PROTOCOL) process.env.OTEL_EXPORTER_OTLP_PROTOCOL = 'grpc';
require('./preload.cjs');
