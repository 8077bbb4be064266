import Module from 'node:module';

type Require = typeof Module.prototype.require;

type GetBuiltinModule = typeof process.getBuiltinModule;

/**
 * `require` as wrapped by `require-in-the-middle`, only for instrumented modules: it resolves each file two
 * more times, which takes a third of a start with many files.
 */
let instrumented: Require = Module.prototype.require;

let instrumentedBuiltin: GetBuiltinModule = process.getBuiltinModule;

/**
 * Starts from the current `require`: whatever an extension's instrumentations wrapped around it stays in use.
 *
 * @returns the `require` for modules that nobody instruments
 */
export function plainRequire(): Require {
  instrumented = Module.prototype.require;
  return instrumented;
}

/** The `require` for modules that instrumentations may change. */
export function instrumentedRequire(): Require {
  return instrumented;
}

/** The same for built-in modules: starts from the current `process.getBuiltinModule`. */
export function plainGetBuiltinModule(): GetBuiltinModule {
  instrumentedBuiltin = process.getBuiltinModule;
  return instrumentedBuiltin;
}

/** The `getBuiltinModule` for built-in modules that instrumentations may change. */
export function instrumentedGetBuiltinModule(): GetBuiltinModule {
  return instrumentedBuiltin;
}

/**
 * Runs a function that wraps `Module.prototype.require` and `process.getBuiltinModule`, and keeps the wrapped
 * versions only for instrumented modules.
 */
export function keepForInstrumented(wrap: () => void): void {
  const { getBuiltinModule } = process;
  const { require } = Module.prototype;
  Module.prototype.require = instrumented;
  process.getBuiltinModule = instrumentedBuiltin;
  try {
    wrap();
    instrumented = Module.prototype.require;
    instrumentedBuiltin = process.getBuiltinModule;
  } finally {
    Module.prototype.require = require;
    process.getBuiltinModule = getBuiltinModule;
  }
}
