import { errorMonitor } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Attributes,
  type Context,
  context,
  createNoopMeter,
  type Histogram,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { type RPCMetadata, RPCType, setRPCMetadata, suppressTracing } from '@opentelemetry/core';
import type { HttpInstrumentationConfig } from '@opentelemetry/instrumentation-http';
import { quietListener, quietly } from '../../../shared/quietly.ts';
import { observeUncaught } from '../../errors/unwinding.ts';
import { monotonicNow } from '../../foundation/intrinsics.ts';
import { IncomingAnswer, type Measure } from './incoming-answer.ts';
import { incomingAttributes, type Scheme } from './incoming-attributes.ts';

/** The parts of upstream's instrumentation of `node:http` that are used here. */
export interface HttpInstrumentation {
  readonly tracer: Tracer;
  readonly _httpServerDurationHistogram: Histogram;
  getConfig(): HttpInstrumentationConfig;
}

/** Upstream's attributes of a request. */
export type AttributesOf = (request: IncomingMessage, scheme: Scheme) => Attributes;

type Emit = (this: unknown, ...values: unknown[]) => unknown;

/** A request that has begun. */
interface Incoming {
  readonly active: Context;
  /** Called in that context, before the application's listeners. */
  watch(): void;
  /** An error that no listener caught. */
  fail?(error: unknown): void;
}

/** The histogram while metrics are off. */
const NO_HISTOGRAM = createNoopMeter().createHistogram('');

/**
 * Replaces `emit` of a server, so that each request has a span and a context. Spans are those of upstream,
 * for less. A request may have any values: servers are given stubs, and applications replace properties of
 * requests. If that throws before the application's listeners run, they still run as they do bare.
 *
 * @param attributesOf of a request that is not plain
 */
export function emitWithSpans(
  instrumentation: HttpInstrumentation,
  scheme: Scheme,
  attributesOf: AttributesOf,
  original: Emit,
): Emit {
  // Values are not spread or taken apart, nor is a method of the original called: an application may have
  // replaced them.
  return function incomingRequest(...values) {
    const { 0: event, 1: request, 2: response } = values;
    const incoming =
      event === 'request'
        ? begin(instrumentation, scheme, attributesOf, request as IncomingMessage, response as ServerResponse)
        : undefined;
    if (!incoming) return Reflect.apply(original, this, values);
    let passes = true;
    try {
      const result = context.with(incoming.active, () => {
        quietly(incoming.watch);
        return Reflect.apply(original, this, values);
      });
      passes = false;
      return result;
    } finally {
      // If a listener of a server throws, only the process gets the error.
      if (passes) observeUncaught(incoming.active, error => incoming.fail?.(error ?? String(error)));
    }
  };
}

/** @returns undefined if the values of the event are not a request and its response */
function begin(
  instrumentation: HttpInstrumentation,
  scheme: Scheme,
  attributesOf: AttributesOf,
  request: IncomingMessage,
  response: ServerResponse,
): Incoming | undefined {
  try {
    if (typeof response.on !== 'function') return undefined;
    const { ignoreIncomingRequestHook, requestHook, responseHook } = instrumentation.getConfig();
    if (ignoreIncomingRequestHook?.(request)) {
      const active = suppressTracing(context.active());
      return { active, watch: () => bindBoth(request, response) };
    }
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const attributes = incomingAttributes(request, scheme, () => attributesOf(request, scheme));
    const options = { kind: SpanKind.SERVER, attributes };
    const span = instrumentation.tracer.startSpan(request.method || 'GET', options, parent);
    const metadata: RPCMetadata = { type: RPCType.HTTP, span };
    const answer = new IncomingAnswer(metadata, measuring(instrumentation, attributes));
    return {
      active: setRPCMetadata(trace.setSpan(parent, span), metadata),
      watch() {
        bindBoth(request, response);
        requestHook?.(span, request);
        responseHook?.(span, response);
        watch(answer, request, response);
      },
      fail: error => answer.fail(error),
    };
  } catch {
    return undefined;
  }
}

function bindBoth(request: IncomingMessage, response: ServerResponse): void {
  const active = context.active();
  context.bind(active, request);
  context.bind(active, response);
}

function watch(answer: IncomingAnswer, request: IncomingMessage, response: ServerResponse): void {
  response.on(
    'close',
    quietListener(() => answer.end(request, response)),
  );
  response.on(
    errorMonitor,
    quietListener((error: unknown) => answer.fail(error)),
  );
}

function measuring(
  { _httpServerDurationHistogram: histogram }: HttpInstrumentation,
  asked: Attributes,
): Measure {
  if (histogram === NO_HISTOGRAM) return () => {};
  const start = monotonicNow();
  const measured = {
    'http.request.method': asked['http.request.method'],
    'url.scheme': asked['url.scheme'],
    'network.protocol.version': asked['network.protocol.version'],
  };
  return outcome => histogram.record((monotonicNow() - start) / 1000, { ...measured, ...outcome });
}
