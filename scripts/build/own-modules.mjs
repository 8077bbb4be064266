import { join } from 'node:path';

/** `require-in-the-middle` logs through `debug`, which prints for an application that runs with `DEBUG=*`. */
export function silentDebug() {
  return {
    name: 'silent-debug',
    resolveId: source => (source === 'debug' ? '\0debug' : null),
    load: id => (id === '\0debug' ? 'module.exports = () => () => {};' : null),
  };
}

/** The replacements for `require-in-the-middle` and `import-in-the-middle` in the instrumentations. */
export function ownModuleHooks(root) {
  const ours = name => join(root, 'src/preload/hooks', `${name}.ts`);
  const names = ['require-in-the-middle', 'import-in-the-middle'];
  return {
    name: 'own-module-hooks',
    resolveId: (source, importer) =>
      names.includes(source) && importer !== ours(source) ? ours(source) : null,
  };
}

/** The replacement for the writer of the serializers (`src/preload/delivery/protobuf-writer.ts`). */
export function ownProtobufWriter(root) {
  return {
    name: 'own-protobuf-writer',
    resolveId: source =>
      source.endsWith('/protobuf/protobuf-writer.mjs') || source === './protobuf-writer.mjs'
        ? join(root, 'src/preload/delivery/protobuf-writer.ts')
        : null,
  };
}

/**
 * An instrumentation that finds a wrapped function unwraps it first, to replace itself, and that of Express
 * collects a request's route in a property. With our own marks, a second copy in the application wraps around
 * ours instead of removing it, and does not collect into the same route.
 */
export function ownMarks() {
  return {
    name: 'own-marks',
    transform: {
      filter: { id: /@opentelemetry[\\/]instrumentation(?:-express)?[\\/]dist[\\/][\w-]+\.mjs$/ },
      handler: code => code.replaceAll(/__wrapped|__ot_middlewares/g, '$&ByOtelRun'),
    },
  };
}
