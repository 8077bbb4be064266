import type { LoggerProvider } from '@opentelemetry/api';

/** Where `@opentelemetry/api-logs` keeps its provider: the API for logs before it joined `@opentelemetry/api`. */
const OLD_API = Symbol.for('io.opentelemetry.js.api.logs');

/** The version that every copy of the old API asks for. */
const COMPATIBLE_VERSION = 1;

/** Lets what still writes to the old API, as winston transports and appenders of others do, reach the provider. */
export function exposeToOldApi(provider: LoggerProvider): void {
  if (Reflect.has(globalThis, OLD_API)) return;
  Object.defineProperty(globalThis, OLD_API, {
    value: (version: number) => (version === COMPATIBLE_VERSION ? provider : undefined),
    configurable: true,
    writable: true,
  });
}
