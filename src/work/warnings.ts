import { findRuntime } from './runtime.ts';

const said = /* @__PURE__ */ new Set<string>();

/**
 * Maximum number of warnings per process: a warning that differs at every
 * call must not fill memory or stderr.
 */
const MOST = 50;

/** Warns about the use of these functions, each warning once per process. Never throws. */
export function warnOnce(message: string): void {
  if (said.has(message) || said.size >= MOST) return;
  said.add(message);
  findRuntime()?.warn(message);
}
