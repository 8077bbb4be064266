import type { Attributes, SpanKind } from '@opentelemetry/api';

/** What an event says about the invocation. */
export interface Trigger {
  /** `faas.trigger` of the semantic conventions. */
  readonly type: 'http' | 'pubsub' | 'datasource' | 'timer' | 'other';
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  /** What carries the trace that the invocation continues. */
  readonly parent?: object | undefined;
  /** What carries the traces that the invocation processes messages of. */
  readonly senders?: readonly object[];
}
