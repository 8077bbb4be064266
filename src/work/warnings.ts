import { findRuntime } from './runtime.ts';

const said = /* @__PURE__ */ new Set<string>();

/** The most warnings that one process prints: one that differs at every call must not fill memory or stderr. */
const MOST = 50;

/** Says something about how these functions are used, each text once a process. Never throws. */
export function warnOnce(message: string): void {
  if (said.has(message) || said.size >= MOST) return;
  said.add(message);
  findRuntime()?.warn(message);
}
