import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { replaceMethods } from '../binding/bind-calls.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { joined } from '../routes/joined.ts';
import { recordingHandler } from '../routes/recording-handler.ts';

interface PolkaRequest {
  readonly originalUrl?: string;
  /** The rest of the URL, below the application. */
  readonly url?: string;
}

/** Finds the route of each request to Polka, and the errors of its handlers. */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets)) patchExports(name, versions, { exports: replace });
}

/**
 * Applications bind their methods when they are created, and only an application leads to their class. So one
 * is created here.
 */
function replace(create: unknown): unknown {
  if (typeof create !== 'function') return undefined;
  const prototype: object = Object.getPrototypeOf(create());
  replaceMethods(prototype, ['use'], (use, self, values) =>
    Reflect.apply(
      use,
      self,
      values.map(handler => recordingHandler(handler)),
    ),
  );
  replaceMethods(prototype, ['add'], (add, self, [method, pattern, ...handlers]) => {
    const routing = handlers.map(handler => recordingHandler(handler, routed(pattern)));
    return Reflect.apply(add, self, [method, pattern, ...routing]);
  });
  return undefined;
}

function routed(pattern: unknown): (request: unknown) => void {
  return request => {
    const metadata = getRPCMetadata(context.active());
    if (metadata && typeof pattern === 'string')
      metadata.route = joined(prefixOf(request as PolkaRequest), pattern) || '/';
  };
}

function prefixOf({ originalUrl = '', url = '' }: PolkaRequest): string {
  if (originalUrl.endsWith(url)) return originalUrl.slice(0, originalUrl.length - url.length);
  // Polka makes an empty rest a slash.
  return url === '/' ? originalUrl : '';
}
