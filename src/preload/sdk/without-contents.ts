import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, Span } from '@opentelemetry/sdk-trace';
import { keepsContents } from '../../shared/content-names.ts';
import { withoutQuoted } from '../../shared/quoted-texts.ts';

/**
 * Takes what generative models were asked and answered out of the errors and events of a span: of one that had it in
 * attributes, as libraries with spans of their own do, and of others that the same error passes. A part of its own: few
 * spans have any.
 */
export function removeSpanContents(span: Span, contents: readonly unknown[]): void {
  if (keepsContents()) return;
  const { status, events } = span as unknown as ReadableSpan;
  const { code, message } = status;
  if (message !== undefined) span.setStatus({ code, message: withoutQuoted(message, contents) });
  for (const { name, attributes } of events) {
    if (!attributes) continue;
    if (name.startsWith('gen_ai.')) keepNamed(attributes);
    removeFromError(attributes, contents);
  }
}

function removeFromError(attributes: Attributes, contents: readonly unknown[]): void {
  const { 'exception.message': message, 'exception.stacktrace': stack } = attributes;
  if (typeof message !== 'string') return;
  const shown = withoutQuoted(message, contents);
  if (shown === message) return;
  attributes['exception.message'] = shown;
  if (typeof stack === 'string') {
    attributes['exception.stacktrace'] = withoutQuoted(stack.replaceAll(message, shown), contents);
  }
}

/** Events of former conventions have messages under names such as `content`. */
function keepNamed(attributes: Attributes): void {
  for (const name of Object.keys(attributes)) {
    if (!name.startsWith('gen_ai.')) delete attributes[name];
  }
}
