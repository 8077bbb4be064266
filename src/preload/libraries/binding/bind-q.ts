import { bindCallbacks } from './bind-calls.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
type Exports = any;

/** For Q: its promises run all due callbacks together, in one context. */
export function bindQ({ makePromise }: Exports): void {
  bindCallbacks(makePromise?.prototype, 'then', 'done', 'finally', 'fin', 'tap', 'nodeify');
}
