import { bindCallbacks } from './bind-calls.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
type Exports = any;

/** Of Q: what runs at the end is a promise itself, of which others run with those that are due together. */
export function bindQ({ makePromise }: Exports): void {
  bindCallbacks(makePromise?.prototype, 'then', 'done', 'finally', 'fin', 'tap', 'nodeify');
}
