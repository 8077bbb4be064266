type Class = new (...values: unknown[]) => object;

interface HttpModule {
  ClientRequest: Class;
  default?: HttpModule;
}

/** What takes the place of the class, and the class. */
const originals = new WeakMap<Class, Class>();

/**
 * Has the instrumentation see requests that are made by `new http.ClientRequest(…)`, or by a class that extends it. What
 * `http.request` makes is not made by way of the module's export.
 *
 * @param instrument makes an instrumented function of one that makes a request
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
    // As classes of before ES2015 call the one that they extend.
    apply: (target, self, values) =>
      instrument((...given) => {
        Reflect.apply(target, self, given);
        return self;
      })(...values),
  });
  originals.set(patched, original);
  setClass(http, patched);
}

/** Puts back the class. */
export function restoreClientRequest(http: HttpModule): void {
  const original = originals.get(http.ClientRequest);
  if (original) setClass(http, original);
}

function setClass(http: HttpModule, value: Class): void {
  http.ClientRequest = value;
  if (http.default) http.default.ClientRequest = value;
  Object.defineProperty(value.prototype, 'constructor', { value, writable: true, configurable: true });
}
