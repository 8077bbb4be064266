import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../src/preload/sdk/declarative', import.meta.url));

/** Imports of the SDK for a declarative configuration → their replacements, so that otel-run delivers. */
/** @type {[RegExp, string][]} */
const REPLACED = [
  [/^@opentelemetry\/exporter-\w+-otlp-grpc$/, 'exporters-grpc.ts'],
  [/^@opentelemetry\/exporter-\w+-otlp-http$/, 'exporters-http-json.ts'],
  [/^@opentelemetry\/exporter-\w+-otlp-proto$/, 'exporters-http-protobuf.ts'],
  [/^@opentelemetry\/otlp-grpc-exporter-base$/, '../../delivery/grpc-options.ts'],
  [/^@opentelemetry\/sdk-trace$/, 'sdk-trace.ts'],
  [/^@opentelemetry\/sdk-logs$/, 'sdk-logs.ts'],
];

/** Replaces them only where `sdk-node` imports them. */
export function declaredExporters() {
  return {
    name: 'declared-exporters',
    resolveId: {
      order: 'pre',
      filter: { id: /^@opentelemetry\// },
      handler(source, importer) {
        if (!importer || !/[\\/]sdk-node[\\/]dist[\\/]/.test(importer)) return null;
        const replaced = REPLACED.find(([pattern]) => pattern.test(source));
        return replaced ? join(folder, replaced[1]) : null;
      },
    },
  };
}
