import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { redactAttributes } from './redact-attributes.ts';
import { redactText } from './secrets.ts';

/** Redacts the secrets of a span, before any other processor sees it ended. */
export function redactSpans(): SpanProcessor {
  return {
    onStart() {},
    onEnding: redactSpan,
    onEnd() {},
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function redactSpan(span: Span): void {
  const { name, status, attributes, events, links } = span as unknown as ReadableSpan;
  redactAttributes(attributes);
  for (const event of events) redactAttributes(event.attributes);
  for (const link of links) redactAttributes(link.attributes);
  const { code, message } = status;
  if (message !== undefined) span.setStatus({ code, message: redactText(message) });
  const shownName = redactText(name);
  if (shownName !== name) span.updateName(shownName);
}
