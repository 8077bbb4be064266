/** Where every copy of `@opentelemetry/api` 1.x keeps what is registered with it. */
const API = Symbol.for('opentelemetry.js.api.1');

/**
 * Lets another version of `@opentelemetry/api` register something: the first copy that does leaves its version there,
 * also when all of it has been taken back, and a copy of another version is refused then.
 *
 * @param scope the global object; left as it is while something is still registered
 */
export function forgetApi(scope: object): void {
  const registered: object = Reflect.get(scope, API) ?? {};
  if (Object.keys(registered).every(key => key === 'version')) Reflect.deleteProperty(scope, API);
}
