import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';

/** An exporter of the SDK and the timeout that it was configured with. */
export interface Exporter {
  readonly delegate: IOtlpExportDelegate<Uint8Array>;
  readonly timeoutMillis: number;
}

/** A serializer for what is serialized already: the SDK's export delegates want one. */
export const PASS_THROUGH = {
  serializeRequest: (body: Uint8Array) => body,
  deserializeResponse: () => ({}),
};

/** Export delegates count items for metrics of their own, which are not on. */
export const NO_METRICS = { name: 'span' as const, countItems: () => 0 };
