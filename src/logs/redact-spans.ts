import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { areContentsQuoted, keepsContents } from '../shared/content-names.ts';
import { quietly } from '../shared/quietly.ts';
import { redactAttributes } from './redact-attributes.ts';
import { redactText } from './secrets.ts';

/**
 * Gets the messages to and from generative models that a span had, to remove them from its errors and events
 * as well.
 */
export type OnContents = (span: Span, contents: readonly unknown[]) => void;

/** Redacts the secrets of a span that ends, before any other processor sees it. */
export function redactSpans(onContents: OnContents = () => {}): SpanProcessor {
  return {
    onStart() {},
    onEnding: span => redactSpan(span, onContents),
    onEnd() {},
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** Earlier conventions put messages into events. */
function isAboutContents(event: string): boolean {
  return event.startsWith('gen_ai.') && !keepsContents();
}

function redactSpan(span: Span, onContents: OnContents): void {
  const { name, attributes, events, links } = span as unknown as ReadableSpan;
  // Messages that quote something are known as they were thrown.
  if (isFailed(span) && areContentsQuoted()) onContents(span, []);
  let contents = redactAttributes(attributes);
  for (const event of events) {
    event.name = asText(event.name);
    const inEvent = redactAttributes(event.attributes);
    contents ??= inEvent ?? (isAboutContents(event.name) ? [] : undefined);
  }
  for (const link of links) redactAttributes(link.attributes);
  if (contents) onContents(span, contents);
  const { code, message } = (span as unknown as ReadableSpan).status;
  if (message !== undefined) span.setStatus({ code, message: redactText(message) });
  const shownName = redactText(asText(name));
  if (shownName !== name) span.updateName(shownName);
}

/** A name as a string. An application without types may give anything as one. */
function asText(name: unknown): string {
  return typeof name === 'string' ? name : (quietly(() => String(name)) ?? '');
}

function isFailed(span: Span): boolean {
  const { status, events } = span as unknown as ReadableSpan;
  return status.code === SpanStatusCode.ERROR || events.length > 0;
}
