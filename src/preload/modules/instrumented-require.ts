import Module from 'node:module';

type Require = typeof Module.prototype.require;

/**
 * `require` as it is for modules that nothing waits for, and as `require-in-the-middle` has wrapped it for the others.
 * That resolves each file two times more, which is a third of what a start with many files costs.
 */
let plain: Require = Module.prototype.require;
let instrumented: Require = plain;

/** Takes `require` as it is now: what an extension's instrumentations wrapped around it until here stays in use. */
export function takeRequire(): void {
  plain = Module.prototype.require;
  instrumented = plain;
}

/** Requires a module that nobody instruments. */
export function requirePlainly(requiring: NodeJS.Module, specifier: string): unknown {
  return plain.call(requiring, specifier);
}

/** Requires a module that instrumentations may change. */
export function requireInstrumented(requiring: NodeJS.Module, specifier: string): unknown {
  return instrumented.call(requiring, specifier);
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
