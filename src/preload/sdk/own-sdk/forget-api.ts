/** Where all copies of `@opentelemetry/api` 1.x keep their registrations. */
const API = Symbol.for('opentelemetry.js.api.1');

/**
 * Lets another version of `@opentelemetry/api` register. The first copy that registers leaves its version
 * there, even after all registrations were withdrawn, and then copies of other versions are refused.
 *
 * @param scope the global object; unchanged while something is still registered
 */
export function forgetApi(scope: object): void {
  const registered: object = Reflect.get(scope, API) ?? {};
  if (Object.keys(registered).every(key => key === 'version')) Reflect.deleteProperty(scope, API);
}
