/** Contexts and the ids in them, of which a request has several. */
export const CONTEXTS = [
  {
    // A context assigns three new functions to itself. V8's fast garbage collection does not free an object
    // with a property that such functions were assigned to: every context, and the request in it, would wait
    // for a full one. And each copies the map of the one before, eight times a request. This version refers
    // to that map. A key that is set again is removed first, so that a chain is never longer than its number
    // of keys and holds no replaced value. The map is private, but @elysiajs/opentelemetry writes into it, so
    // code that reads it gets a context like upstream's.
    file: /@opentelemetry[\\/]api[\\/]dist[\\/]context[\\/]context\.mjs$/,
    until: "upstream's contexts refer to their parent and have their methods on a prototype",
    upstream: /new class BaseContext \{.*?\n\}\(\);/s,
    ours: `new class BaseContext {
      constructor(parent, key, value) {
        this.parent = parent;
        this.key = key;
        this.value = value;
      }
      get _currentContext() {
        const values = new Map();
        for (let context = this; context.parent; context = context.parent) values.set(context.key, context.value);
        const current = () =>
          [...values].reduce((context, [key, value]) => new BaseContext(context, key, value), ROOT_CONTEXT);
        this.getValue = key => values.get(key);
        this.setValue = (key, value) => current().setValue(key, value);
        this.deleteValue = key => current().deleteValue(key);
        Object.defineProperty(this, '_currentContext', { value: values });
        return values;
      }
      getValue(key) {
        for (let context = this; context.parent; context = context.parent)
          if (context.key === key) return context.value;
        return undefined;
      }
      setValue(key, value) {
        return new BaseContext(this.deleteValue(key), key, value);
      }
      deleteValue(key) {
        if (!this.parent) return this;
        if (this.key === key) return this.parent;
        const parent = this.parent.deleteValue(key);
        return parent === this.parent ? this : new BaseContext(parent, this.key, this.value);
      }
    }();`,
  },
  {
    // Each child looks up its parent twice: in the tracer and in its sampler.
    file: /@opentelemetry[\\/]api[\\/]dist[\\/]trace[\\/]spancontext-utils\.mjs$/,
    until: 'upstream remembers the last valid span context',
    upstream:
      /function isSpanContextValid\(spanContext\) \{\s*return isValidTraceId\(spanContext\.traceId\) && isValidSpanId\(spanContext\.spanId\);\s*\}/,
    ours: `let lastValid;
    function isSpanContextValid(spanContext) {
      if (spanContext === lastValid) return true;
      const isValid = isValidTraceId(spanContext.traceId) && isValidSpanId(spanContext.spanId);
      if (isValid) lastValid = spanContext;
      return isValid;
    }`,
  },
];
