import type { SpanKind } from '../../receiver/telemetry.ts';
import type { ViewException } from './exceptions.ts';
import type { JsonMap } from './json.ts';

export interface ViewSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  /** How many of its ancestors are there too. */
  readonly depth: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  /** Id of its `Resources`. */
  readonly resource: string;
  readonly pid: number | null;
  readonly scope: { readonly name: string; readonly version: string };
  readonly startTimeMs: number;
  readonly durationMs: number;
  readonly status: { readonly code: 'unset' | 'ok' | 'error'; readonly message: string };
  /** What a client or producer span calls, to be shown beside its name: `api.example/price`, `postgresql orders`. */
  readonly target: string | null;
  /** The answer's: HTTP, gRPC. */
  readonly statusCode: number | null;
  readonly exception: ViewException | null;
  readonly attributes: JsonMap;
  readonly events: readonly {
    readonly name: string;
    readonly timeMs: number;
    readonly attributes: JsonMap;
  }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: JsonMap;
  }[];
  readonly traceState: string;
  /** Attributes, events and links that the sender dropped. */
  readonly droppedCount: number;
  /** Whether the view has cut long values. */
  readonly cut: boolean;
}
