import Module from 'node:module';

type Require = typeof Module.prototype.require;

type GetBuiltinModule = typeof process.getBuiltinModule;

/**
 * `require` as `require-in-the-middle` has wrapped it, which is for instrumented modules alone: it resolves each file
 * two times more, which is a third of what a start with many files costs.
 */
let instrumented: Require = Module.prototype.require;

let instrumentedBuiltin: GetBuiltinModule = process.getBuiltinModule;

/**
 * Starts from `require` as it is now: what the instrumentations of an extension wrapped around it stays in use.
 *
 * @returns what modules that nobody instruments are required by
 */
export function plainRequire(): Require {
  instrumented = Module.prototype.require;
  return instrumented;
}

/** What modules are required by that instrumentations may change. */
export function instrumentedRequire(): Require {
  return instrumented;
}

/** The same of built-in modules: starts from `process.getBuiltinModule` as it is now. */
export function plainGetBuiltinModule(): GetBuiltinModule {
  instrumentedBuiltin = process.getBuiltinModule;
  return instrumentedBuiltin;
}

/** What built-in modules are had by that instrumentations may change. */
export function instrumentedGetBuiltinModule(): GetBuiltinModule {
  return instrumentedBuiltin;
}

/**
 * Runs something that wraps `Module.prototype.require` and `process.getBuiltinModule`: what it makes of them is kept for
 * instrumented modules alone.
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
