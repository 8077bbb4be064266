import {
  type Attributes,
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { extractContext, linksTo } from '../../../work/carrier.ts';
import { eventText, fieldOf } from './event-field.ts';
import { readTrigger } from './read-trigger.ts';
import type { Trigger } from './trigger.ts';
import { parseXRay } from './x-ray.ts';

/** The runtime's facts about an invocation. */
export interface InvocationFacts {
  readonly event: unknown;
  /** The handler's context object. */
  readonly context: unknown;
  /** X-Ray's header for this invocation. */
  readonly xRay: unknown;
  /** Whether X-Ray's parent is the parent if the event names none (`OTEL_PROPAGATORS` has `xray-lambda`). */
  readonly continuesXRay: boolean;
  readonly isColdStart: boolean;
}

/** A started span, and its context. */
export interface StartedSpan {
  readonly span: Span;
  readonly active: Context;
  readonly trigger: Trigger;
}

/**
 * Starts the span of an invocation by the semantic conventions for FaaS and AWS Lambda:
 * https://opentelemetry.io/docs/specs/semconv/faas/aws-lambda/
 *
 * Only X-Ray has the span of X-Ray's parent, and its sampling would decide. So it is only a link, unless it
 * is requested as the parent.
 */
export function startInvocationSpan(tracer: Tracer, facts: InvocationFacts): StartedSpan {
  const { event, context, xRay, continuesXRay, isColdStart } = facts;
  const trigger = readTrigger(event, fieldOf(context, 'clientContext'));
  const arn = eventText(fieldOf(context, 'invokedFunctionArn'));
  const xRaySpan = parseXRay(xRay);
  const carried = trigger.parent ? extractContext(trigger.parent) : ROOT_CONTEXT;
  const isCarried = trace.getSpanContext(carried) !== undefined;
  const base = !isCarried && continuesXRay && xRaySpan ? trace.setSpanContext(carried, xRaySpan) : carried;
  const links = (trigger.senders ?? []).flatMap(sender => linksTo(extractContext(sender)));
  const span = tracer.startSpan(
    eventText(fieldOf(context, 'functionName')) ?? 'invocation',
    {
      kind: trigger.kind,
      attributes: {
        'faas.trigger': trigger.type,
        'faas.invocation_id': eventText(fieldOf(context, 'awsRequestId')),
        'faas.coldstart': isColdStart,
        'cloud.resource_id': resourceId(arn),
        'cloud.account.id': arn?.split(':')[4],
        ...trigger.attributes,
      } satisfies Attributes,
      links: [...links, ...(base === carried ? xRayLink(xRaySpan) : [])],
    },
    base,
  );
  return { span, active: trace.setSpan(base, span), trigger };
}

/** The invoked function, without the version or alias at the end of its ARN. */
function resourceId(arn: string | undefined): string | undefined {
  return arn?.split(':').slice(0, 7).join(':');
}

/** If X-Ray did not sample, the link would lead nowhere. */
function xRayLink(spanContext: SpanContext | undefined): Link[] {
  return spanContext && spanContext.traceFlags === 1 ? [{ context: spanContext }] : [];
}
