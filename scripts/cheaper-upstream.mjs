/**
 * Places of other packages' that cost more than all around them, written in another way while they are bundled. What
 * they do stays the same; the build fails where upstream's code is no longer what is replaced here.
 */
const REPLACEMENTS = [
  {
    // Every attribute's value is checked with a new weak set, which only an object needs: twenty of them a request.
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    upstream: 'isAnyValueInternal(val, /* @__PURE__ */ new WeakSet())',
    ours: "isAnyValueInternal(val, typeof val === 'object' ? new Set() : undefined)",
  },
  {
    // A context assigns three new functions to itself. V8's fast garbage collection does not free an object with a
    // property that such functions were assigned to: every context, and the request in it, would wait for a full one.
    file: /@opentelemetry[\\/]api[\\/]dist[\\/]context[\\/]context\.mjs$/,
    upstream: /constructor\(parentContext\) \{.*?\n\t\}(?=\n\}\(\);)/s,
    ours: `constructor(parentContext) {
      this._currentContext = new Map(parentContext);
    }
    getValue(key) {
      return this._currentContext.get(key);
    }
    setValue(key, value) {
      const context = new BaseContext(this._currentContext);
      context._currentContext.set(key, value);
      return context;
    }
    deleteValue(key) {
      const context = new BaseContext(this._currentContext);
      context._currentContext.delete(key);
      return context;
    }`,
  },
  {
    // For subcommands that are programs of their own, which ours are not: as long to load as all that a run does.
    file: /[\\/]commander[\\/]lib[\\/]command\.js$/,
    upstream: "require('node:child_process')",
    ours: '{}',
  },
];

/** A plugin of the bundler. */
export function cheaperUpstream() {
  return {
    name: 'cheaper-upstream',
    transform: {
      filter: { id: REPLACEMENTS.map(({ file }) => file) },
      handler(code, id) {
        const { upstream, ours } = REPLACEMENTS.find(({ file }) => file.test(id));
        const replaced = code.replace(upstream, ours);
        if (replaced === code)
          throw new Error(`${id} does its work in another way now: see cheaper-upstream.mjs`);
        return replaced;
      },
    },
  };
}
