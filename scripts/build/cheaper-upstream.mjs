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
    // An array for each of them, which is destructured at once.
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    until:
      '`cleanAttributes` uses `for…in`, as https://github.com/open-telemetry/opentelemetry-js/pull/5866 did for the function before it',
    upstream: 'for (const [key, val] of Object.entries(inAttributes)) {',
    ours: `for (const key of Object.keys(inAttributes)) {
      const val = inAttributes[key];`,
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
    // Three ids per span and two per log record, each in its own typed array, which is copied at once.
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/]common[\\/]hex-to-binary\.mjs$/,
    until: 'upstream reuses a buffer for each length of an id',
    upstream: 'function hexToBinary(hexStr) {\n\tconst buf = new Uint8Array(hexStr.length / 2);',
    ours: `const buffers = { 16: new Uint8Array(8), 32: new Uint8Array(16) };
    function hexToBinary(hexStr) {
      const buf = buffers[hexStr.length] ?? new Uint8Array(hexStr.length / 2);`,
  },
  {
    // All spans of a trace have its id, one after the other.
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/]common[\\/]hex-to-binary\.mjs$/,
    until: 'upstream remembers the last trace id that it converted',
    upstream: 'let offset = 0;',
    ours: `if (hexStr.length === 32) {
        if (hexStr === lastTraceId) return buf;
        lastTraceId = hexStr;
      }
      let offset = 0;`,
  },
  {
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/]common[\\/]hex-to-binary\.mjs$/,
    until: 'the row above goes',
    upstream: 'const buffers =',
    ours: 'let lastTraceId;\nconst buffers =',
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
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/]common[\\/]protobuf[\\/]protobuf-writer\.mjs$/,
    until: 'the row above goes',
    upstream: 'var ProtobufWriter = class {',
    ours: `let idle;
    const LARGEST_IDLE = 2 ** 20;
    var ProtobufWriter = class ProtobufWriter {
      static borrow() {
        const writer = idle ?? new ProtobufWriter();
        idle = undefined;
        writer.pos = 0;
        return writer;
      }
      giveBack() {
        if (this._buffer.length <= LARGEST_IDLE) idle = this;
        return this._buffer.slice(0, this.pos);
      }`,
  },
  {
    // Checks and copies again what was just checked and copied, even if no sampler
    // adds to it and no limit is exceeded.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Tracer\.mjs$/,
    until:
      'upstream cleans attributes once and in place, as https://github.com/open-telemetry/opentelemetry-js/pull/4558 proposed',
    upstream: 'cleanAttributes(Object.assign(attributes, samplingResult.attributes), this._spanLimits)',
    ours: `samplingResult.attributes || !isWithin(attributes, this._spanLimits)
        ? cleanAttributes(Object.assign(attributes, samplingResult.attributes), this._spanLimits)
        : { attributes }`,
  },
  {
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Tracer\.mjs$/,
    until: 'the row above goes',
    upstream: 'const NO_ATTR_LIMITS =',
    ours: `function isWithin(attributes, { attributeCountLimit, attributeValueLengthLimit }) {
      let count = 0;
      for (const key in attributes) {
        const value = attributes[key];
        if (++count > attributeCountLimit) return false;
        if (typeof value === 'string' ? value.length > attributeValueLengthLimit : typeof value === 'object' && value !== null)
          return false;
      }
      return true;
    }
    const NO_ATTR_LIMITS =`,
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
    // A URL is parsed for its path and query, although they are often usable unchanged.
    file: /@opentelemetry[\\/]instrumentation-http[\\/]dist[\\/]utils\.mjs$/,
    until: 'upstream takes path and query of a plain URL without parsing it',
    upstream: 'function getInfoFromIncomingMessage(component, request, logger) {',
    ours: `const PLAIN_URL = /^(?=\\/(?!\\/))((?:(?!\\/\\.)[\\w\\-.~!$&()*+,;=:@\\/])+)(\\?[\\w\\-.~!$&()*+,;=:@\\/?%]+)?$/;
    const PLAIN_HOST = /^(?:(?!xn--)[a-z][\\w-]*|(?![\\d.]*\\b0\\d)(?:1?\\d?\\d\\.){3}1?\\d?\\d)(?::[1-5]?\\d{1,4})?$/;
    function getInfoFromIncomingMessage(component, request, logger) {
      const { url, headers: { host } } = request;
      const parts = host !== undefined && PLAIN_HOST.test(host) ? PLAIN_URL.exec(url) : null;
      if (parts) return { pathname: parts[1], search: parts[2] ?? "" };`,
  },
  {
    // A copy of the list that it would use by default.
    file: /@opentelemetry[\\/]instrumentation-http[\\/]dist[\\/]http\.mjs$/,
    until: 'upstream passes its default list without copying it',
    upstream: 'redactedQueryParamsServer ?? Array.from(DEFAULT_QUERY_STRINGS_TO_REDACT)',
    ours: 'redactedQueryParamsServer',
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
