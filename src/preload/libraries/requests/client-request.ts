type Class = new (...values: unknown[]) => object;

interface HttpModule {
  ClientRequest: Class;
  default?: HttpModule;
}

/** The original class, by its replacement. */
const originals = new WeakMap<Class, Class>();

/**
 * Shows the instrumentation requests made by `new http.ClientRequest(…)`, or by a class that extends it.
 * `http.request` does not use the module's export.
 *
 * @param instrument instruments a function that makes a request
 */
export function patchClientRequest(
  http: HttpModule,
  instrument: (make: (...values: unknown[]) => object) => (...values: unknown[]) => object,
): void {
  const original = http.ClientRequest;
  if (typeof original !== 'function' || originals.has(original)) return;
  const patched = new Proxy(original, {
    construct: (target, values, made) =>
      instrument((...given) => Reflect.construct(target, given, made))(...values),
    // Classes from before ES2015 call their base class like this.
    apply: (target, self, values) =>
      instrument((...given) => {
        Reflect.apply(target, self, given);
        return self;
      })(...values),
  });
  originals.set(patched, original);
  setClass(http, patched);
}

/** Restores the class. */
export function restoreClientRequest(http: HttpModule): void {
  const original = originals.get(http.ClientRequest);
  if (original) setClass(http, original);
}

function setClass(http: HttpModule, value: Class): void {
  http.ClientRequest = value;
  if (http.default) http.default.ClientRequest = value;
  Object.defineProperty(value.prototype, 'constructor', { value, writable: true, configurable: true });
}
