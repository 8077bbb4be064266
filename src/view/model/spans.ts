import type { SpanKind } from '../../receiver/telemetry.ts';
import type { ViewException } from './exceptions.ts';
import type { JsonMap } from './json.ts';

export interface ViewSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  /** Number of its ancestors in the list. */
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
  /**
   * The target of a client or producer span, to show next to its name:
   * `api.example/price`, `postgresql orders`.
   */
  readonly target: string | null;
  /** The status of the answer: HTTP or gRPC. */
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
  /** Number of attributes, events and links that the sender dropped. */
  readonly droppedCount: number;
  /** Whether the view shortened long values. */
  readonly cut: boolean;
}
