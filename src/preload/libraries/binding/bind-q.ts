import { bindCallbacks } from './bind-calls.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
type Exports = any;

/**
 * For Q: its promises run all due callbacks together, in one context. Since version 2 they are of a class, and all
 * callbacks go through one method.
 */
export function bindQ({ makePromise, Promise: Since2 }: Exports): void {
  bindCallbacks(makePromise?.prototype, 'then', 'done', 'finally', 'fin', 'tap', 'nodeify');
  bindCallbacks(Since2?.prototype, 'done');
}
