import { fileURLToPath } from 'node:url';

const from = name =>
  JSON.stringify(fileURLToPath(new URL(`../../src/preload/errors/${name}.ts`, import.meta.url)));

/** An error that upstream catches to record it, and throws again. */
const RETHROW = /\bthrow (e|err|error|anyError|reason|addError\(span, e\));/g;

/**
 * Places where an application's error passes through upstream's frames. Node.js prints the line where an
 * error was thrown or rethrown, which here is an entire bundle, and JavaScript cannot record an error without
 * catching it. The build fails if upstream's code no longer matches.
 */
const REPLACEMENTS = [
  {
    // It also swallows falsy errors.
    file: /@opentelemetry[\\/]instrumentation[\\/]dist[\\/]utils\.mjs$/,
    until: 'upstream runs the original in `try … finally`, without a `catch` and a `throw`',
    upstream: /function safeExecuteInTheMiddle\(.*?\n}/s,
    ours: `function safeExecuteInTheMiddle(execute, onFinish, preventThrowingError) {
      let result;
      try {
        result = execute();
      } catch (error) {
        onFinish(error, undefined);
        if (preventThrowingError) return undefined;
        throw rethrown(error);
      }
      onFinish(undefined, result);
      return result;
    }`,
  },
  {
    // Node.js finds the place of a rejection from the stack, as long as nothing has read the stack.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Span\.mjs$/,
    until: 'Node.js finds the place of a rejection after its stack was read',
    upstream: 'recordException(exception, time) {',
    ours: 'recordException(exception, time) { exception = recordedException(this, exception);',
  },
  {
    // Libraries, instrumentations and applications pass any values to a span. Bare, nothing reads them.
    file: /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Span\.mjs$/,
    until: 'upstream spans never throw',
    upstream: 'export {',
    ours: `for (const name of ["setAttribute", "setAttributes", "addEvent", "addLink", "addLinks", "setStatus"]) {
      const { [name]: method } = SpanImpl.prototype;
      SpanImpl.prototype[name] = { [name](...values) {
        try {
          return method.apply(this, values);
        } catch {
          return this;
        }
      } }[name];
    }
    const { recordException, end } = SpanImpl.prototype;
    Object.assign(SpanImpl.prototype, {
      recordException(...values) {
        try {
          recordException.apply(this, values);
        } catch {}
      },
      end(time) {
        try {
          end.call(this, time);
        } catch {
          end.call(this);
        }
      },
    });
    export {`,
  },
];

/** A plugin of the bundler. */
export function passingErrors() {
  return {
    name: 'passing-errors',
    transform: {
      filter: {
        id: [
          /@opentelemetry[\\/]sdk-trace[\\/]dist[\\/]Span\.mjs$/,
          /@opentelemetry[\\/]instrumentation[\w-]*[\\/]dist[\\/][\w-]+\.mjs$/,
          /@fastify[\\/]otel[\\/]index\.js$/,
        ],
      },
      handler(code, id) {
        const replaced = REPLACEMENTS.filter(({ file }) => file.test(id)).reduce(
          (before, { upstream, ours }) => {
            const after = before.replace(upstream, () => ours);
            if (after === before)
              throw new Error(`${id} lets errors pass in another way now: see passing-errors.mjs`);
            return after;
          },
          code,
        );
        const marked = replaced.replace(RETHROW, 'throw rethrown($1);');
        return marked === code ? code : `${imports(id)}${marked}`;
      },
    },
  };
}

function imports(id) {
  if (!id.endsWith('.mjs')) return `const { rethrown } = require(${from('rethrown')});`;
  if (!/Span\.mjs$/.test(id)) return `import { rethrown } from ${from('rethrown')};`;
  return `import { recordedException } from ${from('recorded-exception')};`;
}
