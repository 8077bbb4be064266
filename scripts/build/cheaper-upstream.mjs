import { replacing } from './replacements.mjs';

/**
 * Expressions in other packages that cost more than the code around them, rewritten during bundling. They do
 * the same as before. The build fails if upstream's code no longer matches.
 */
const REPLACEMENTS = [
  {
    // Read and parsed again for each file of an instrumented package.
    file: /@opentelemetry[\\/]instrumentation[\\/]dist[\\/]platform[\\/]node[\\/]instrumentation\.mjs$/,
    until: 'upstream remembers the version of a package',
    upstream: 'const version = this._extractPackageVersion(baseDir);',
    ours: `let version = versionsByFolder.get(baseDir);
    if (version === undefined) {
      version = this._extractPackageVersion(baseDir);
      versionsByFolder.set(baseDir, version);
    }`,
    imported: ['const versionsByFolder = new Map();\n'],
  },
  {
    // Every attribute's value is checked with a new weak set, which only
    // objects need: twenty sets per request.
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    until: 'upstream creates the set for an object alone',
    upstream: 'isAnyValueInternal(val, /* @__PURE__ */ new WeakSet())',
    ours: "isAnyValueInternal(val, typeof val === 'object' ? new Set() : undefined)",
  },
  {
    // An array for all of them, and one for each, which is destructured at once.
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    until:
      '`cleanAttributes` uses `for…in`, as https://github.com/open-telemetry/opentelemetry-js/pull/5866 did for the function before it',
    upstream: 'for (const [key, val] of Object.entries(inAttributes)) {',
    ours: `for (const key in inAttributes) {
      if (!Object.hasOwn(inAttributes, key)) continue;
      const val = inAttributes[key];`,
  },
  {
    // Copied one by one, each into an object that grows.
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    until: 'upstream copies attributes that need no change at once',
    upstream: /if \(typeof inAttributes !== ['"]object['"] \|\| inAttributes == null\) return \{\};/,
    ours: whole => `${whole}
      if (needNoChange(inAttributes, limits)) return { attributes: { ...inAttributes }, droppedAttributesCount: 0 };`,
  },
  {
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    until: 'the row above goes',
    upstream: 'function cleanAttributesInternal(',
    ours: `export function needsNoChange(value, { attributeValueLengthLimit }) {
      return typeof value === 'string'
        ? value.length <= attributeValueLengthLimit
        : typeof value === 'number' || typeof value === 'boolean';
    }
    export function needNoChange(attributes, limits) {
      let count = 0;
      for (const key in attributes)
        if (!key || !needsNoChange(attributes[key], limits) || ++count > limits.attributeCountLimit) return false;
      return true;
    }
    function cleanAttributesInternal(`,
  },
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
    // Every request is encoded twice: once to learn how many bytes it has. One growing buffer, whose content
    // is copied at the end, takes half as long.
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/](?:trace|logs)[\\/]protobuf[\\/]\w+-serializer\.mjs$/,
    until:
      'upstream encodes in one pass, as https://github.com/open-telemetry/opentelemetry-js/pull/6228 proposed before https://github.com/open-telemetry/opentelemetry-js/pull/6390 took two',
    upstream:
      /const estimator = new ProtobufSizeEstimator\(\);[\s\S]*?const writer = new ProtobufWriter\(estimator\.pos\);/,
    ours: 'const writer = ProtobufWriter.borrow();',
  },
  {
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/](?:trace|logs)[\\/]protobuf[\\/]\w+-serializer\.mjs$/,
    until: 'the row above goes',
    upstream: 'return writer.finish();',
    ours: 'return writer.giveBack();',
  },
  {
    // Three ids per span and two per log record, each in its own typed array, which is copied at once.
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/](?:trace|logs)[\\/]protobuf[\\/]\w+-serializer\.mjs$/,
    until: 'upstream writes ids without an array for each of them',
    upstream: /writer\.writeBytes\(hexToBinary\(([\w.]+)\)\)/g,
    ours: (_whole, id) => `writer.writeHex(${id})`,
  },
  {
    // Checks and copies again what was just checked and copied, even if no sampler
    // adds to it and no limit is exceeded.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Tracer\.mjs$/,
    until:
      'upstream cleans attributes once and in place, as https://github.com/open-telemetry/opentelemetry-js/pull/4558 proposed',
    upstream: 'cleanAttributes(Object.assign(attributes, samplingResult.attributes), this._spanLimits)',
    ours: `samplingResult.attributes || !needNoChange(attributes, this._spanLimits)
        ? cleanAttributes(Object.assign(attributes, samplingResult.attributes), this._spanLimits)
        : { attributes }`,
    imported: ["import { needNoChange } from '../../core/dist/common/attributes.mjs';\n"],
  },
  {
    // Counts of started and live spans, with objects and a function for each, for a meter that measures nothing.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Tracer\.mjs$/,
    until: 'upstream creates no instruments without a meter provider',
    upstream:
      /const meter = options\.meterProvider\.getMeter\(([^)]*)\);\s*this\._tracerMetrics = new TracerMetrics\(meter\);/,
    ours: whole => {
      const [, scope] = /getMeter\(([^)]*)\)/.exec(whole);
      return `this._tracerMetrics = options.meterProvider && new TracerMetrics(options.meterProvider.getMeter(${scope}));`;
    },
  },
  {
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Tracer\.mjs$/,
    until: 'the row above goes',
    upstream: 'this._tracerMetrics.startSpan(',
    ours: 'this._tracerMetrics?.startSpan(',
  },
  {
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]TracerProvider\.mjs$/,
    until: 'the row above goes',
    upstream:
      /meterProvider: options\.meterProvider \?\? \{ getMeter\(\) \{\s*return createNoopMeter\(\);\s*\} \}/,
    ours: 'meterProvider: options.meterProvider',
  },
  {
    // Each id is generated byte by byte and converted to a string, although eight
    // bytes at once cost as much as one.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]platform[\\/]node[\\/]RandomIdGenerator\.mjs$/,
    until:
      'upstream draws ids in batches, a step beyond https://github.com/open-telemetry/opentelemetry-js/pull/1349',
    upstream: /const SHARED_BUFFER = [\s\S]*?\n\}\n/,
    ours: `const POOL = new Uint32Array(16);
    const POOL_BYTES = Buffer.from(POOL.buffer);
    const ZEROS = /^0+$/;
    let digits = '';
    let used = 0;
    function generateId(bytes) {
      if (used + bytes * 2 > digits.length) {
        for (let index = 0; index < POOL.length; index++) POOL[index] = Math.random() * 2 ** 32;
        digits = POOL_BYTES.toString('hex');
        used = 0;
      }
      const id = digits.slice(used, (used += bytes * 2));
      return id.charCodeAt(0) === 48 && ZEROS.test(id) ? generateId(bytes) : id;
    }
    `,
  },
  {
    // Two arrays for each span that are replaced when it ends.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Span\.mjs$/,
    until: 'upstream sets the two fields when a span ends',
    upstream: /var SpanImpl = class \{([\s\S]*?)endTime = \[0, 0\];([\s\S]*?)_duration = \[-1, -1\];/,
    ours: whole =>
      `const NO_END = [0, 0];\nconst NO_DURATION = [-1, -1];\n${whole.replace('[0, 0]', 'NO_END').replace('[-1, -1]', 'NO_DURATION')}`,
  },
  {
    // The clock is read a second time, to compare its time with today's date.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Span\.mjs$/,
    until: 'upstream reads the clock once for a span that starts now',
    upstream: 'this._getTime(opts.startTime ?? now)',
    ours: 'opts.startTime == null ? millisToHrTime(now) : this._getTime(opts.startTime)',
  },
  {
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Span\.mjs$/,
    until: 'upstream counts attributes without a list of their names, which it makes for each span',
    upstream: 'this._attributesCount = Object.keys(this.attributes).length;',
    ours: 'for (const key in this.attributes) if (Object.hasOwn(this.attributes, key)) this._attributesCount++;',
  },
  {
    // An object of five arguments, and three more calls, for each attribute.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Span\.mjs$/,
    until: 'upstream has a short way for values that need no copy',
    upstream: /setAttribute\(key, value\) \{\s*if \(this\._isSpanEnded\(\)\) return this;/,
    ours: whole => `${whole}
      const limits = this._spanLimits;
      if (key && needsNoChange(value, limits) && this._attributesCount < limits.attributeCountLimit) {
        if (!Object.hasOwn(this.attributes, key)) this._attributesCount++;
        this.attributes[key] = value;
        return this;
      }`,
    imported: ["import { needsNoChange } from '../../core/dist/common/attributes.mjs';\n"],
  },
  {
    // An array and a function for each span, although few have links.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Tracer\.mjs$/,
    until: 'upstream maps the links that there are',
    upstream: '(options.links ?? []).map(',
    ours: '!options.links ? [] : options.links.map(',
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
  {
    // Loaded by every process for nothing: `ScopedContextManager` binds emitters in its own way.
    file: /@opentelemetry[\\/]context-async-hooks[\\/]dist[\\/]AsyncLocalStorageContextManager\.mjs$/,
    until: 'upstream has what binds emitters in a module of its own',
    upstream: /_bindEventEmitter\(context, ee\) \{[\s\S]*?(?=\s+enable\(\) \{)/,
    ours: '',
  },
  {
    file: /@opentelemetry[\\/]context-async-hooks[\\/]dist[\\/]AsyncLocalStorageContextManager\.mjs$/,
    until: 'the row above goes',
    upstream: 'if (target instanceof EventEmitter) return this._bindEventEmitter(context, target);',
    ours: '',
  },
  {
    // For subcommands that are separate programs, unlike ours: it takes as long
    // to load as everything else in a run.
    file: /[\\/]commander[\\/]lib[\\/]command\.js$/,
    until: 'commander loads `node:child_process` only when a subcommand is a separate program',
    upstream: "require('node:child_process')",
    ours: '{}',
  },
];

/** A plugin of the bundler. */
export function cheaperUpstream() {
  return replacing('cheaper-upstream', REPLACEMENTS);
}
