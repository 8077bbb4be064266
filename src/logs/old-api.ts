import type { LoggerProvider } from '@opentelemetry/api';

/**
 * The key under which `@opentelemetry/api-logs` keeps its provider. This was the API for logs before it
 * became part of `@opentelemetry/api`.
 */
const OLD_API = Symbol.for('io.opentelemetry.js.api.logs');

/** The version that every copy of the old API asks for. */
const COMPATIBLE_VERSION = 1;

/**
 * Makes the provider available to code that still uses the old API, such as some winston transports and
 * appenders.
 */
export function exposeToOldApi(provider: LoggerProvider): void {
  if (Reflect.has(globalThis, OLD_API)) return;
  Object.defineProperty(globalThis, OLD_API, {
    value: (version: number) => (version === COMPATIBLE_VERSION ? provider : undefined),
    configurable: true,
    writable: true,
  });
}
