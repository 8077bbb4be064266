import Module from 'node:module';

type Require = typeof Module.prototype.require;

/**
 * `require` as `require-in-the-middle` has wrapped it, which is for instrumented modules alone: it resolves each file
 * two times more, which is a third of what a start with many files costs.
 */
let instrumented: Require = Module.prototype.require;

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

/** Runs something that wraps `Module.prototype.require`: what it makes of it is kept for instrumented modules alone. */
export function keepForInstrumented(wrap: () => void): void {
  const visible = Module.prototype.require;
  Module.prototype.require = instrumented;
  try {
    wrap();
    instrumented = Module.prototype.require;
  } finally {
    Module.prototype.require = visible;
  }
}
