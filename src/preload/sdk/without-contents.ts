import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, Span } from '@opentelemetry/sdk-trace';
import { keepsContents } from '../../shared/content-names.ts';
import { withoutQueryValues } from '../../shared/query-messages.ts';
import { withoutQuoted } from '../../shared/quoted-texts.ts';

/**
 * Removes the prompts and answers of generative models, and the values of failed queries, from a span's errors
 * and events. This applies to a span that had prompts or answers in attributes, as spans of some libraries do,
 * and to other spans that the same error passes. A separate part: few spans have any.
 */
export function removeSpanContents(span: Span, contents: readonly unknown[]): void {
  const { status, events } = span as unknown as ReadableSpan;
  const { code, message } = status;
  if (message !== undefined) span.setStatus({ code, message: shownText(message, contents) });
  for (const { name, attributes } of events) {
    if (!attributes) continue;
    if (name.startsWith('gen_ai.') && !keepsContents()) keepNamed(attributes);
    removeFromError(attributes, contents);
  }
}

function removeFromError(attributes: Attributes, contents: readonly unknown[]): void {
  const { 'exception.message': message, 'exception.stacktrace': stack } = attributes;
  if (typeof message !== 'string') return;
  const shown = shownText(message, contents);
  if (shown !== message) attributes['exception.message'] = shown;
  if (typeof stack === 'string')
    attributes['exception.stacktrace'] = shownText(stack.replaceAll(message, shown), contents);
}

function shownText(text: string, contents: readonly unknown[]): string {
  return withoutQueryValues(keepsContents() ? text : withoutQuoted(text, contents));
}

/** Events of earlier conventions have messages under names such as `content`. */
function keepNamed(attributes: Attributes): void {
  for (const name of Object.keys(attributes)) {
    if (!name.startsWith('gen_ai.')) delete attributes[name];
  }
}
