import type { Attributes, SpanKind } from '@opentelemetry/api';

/** The facts in an event about its invocation. */
export interface Trigger {
  /** `faas.trigger` of the semantic conventions. */
  readonly type: 'http' | 'pubsub' | 'datasource' | 'timer' | 'other';
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  /** The carrier of the trace that the invocation continues. */
  readonly parent?: object | undefined;
  /** The carriers of the traces whose messages the invocation processes. */
  readonly senders?: readonly object[];
}
