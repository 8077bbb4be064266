import type { AttributeValue } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { isSecretName, REDACTED, redactQueries, redactQuery } from './secrets.ts';

const HEADER = /^(?:http\.(?:request|response)\.header|rpc\.grpc\.(?:request|response)\.metadata)\.(.+)$/;

/** Attributes that hold a URL, or a part of one, by the way to redact it. */
const URLS: Readonly<Record<string, (text: string) => string>> = {
  'url.full': redactQueries,
  'url.query': redactQuery,
  'http.url': redactQueries,
  'http.target': redactQueries,
};

/** Redacts secret headers and query parameters in a span's attributes, before any other processor sees it ended. */
export function redactSpans(): SpanProcessor {
  return {
    onStart() {},
    onEnding: redactAttributes,
    onEnd() {},
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function redactAttributes(span: Span): void {
  const attributes = span.attributes as Readonly<Record<string, AttributeValue | undefined>>;
  for (const name in attributes) {
    const value = attributes[name];
    const header = HEADER.exec(name)?.[1];
    if (header !== undefined && isSecretName(header)) {
      span.setAttribute(name, Array.isArray(value) ? value.map(() => REDACTED) : REDACTED);
    }
    const redactUrl = URLS[name];
    if (!redactUrl || typeof value !== 'string') continue;
    const redacted = redactUrl(value);
    if (redacted !== value) span.setAttribute(name, redacted);
  }
}
