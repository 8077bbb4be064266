import { signal } from '@preact/signals';

/** Ids of the traces that a smoke test is to be made of. */
export const chosenTraces = signal<ReadonlySet<string>>(new Set());

/** Chooses a trace, or no longer. */
export function toggleChosen(traceId: string): void {
  const chosen = new Set(chosenTraces.value);
  if (!chosen.delete(traceId)) chosen.add(traceId);
  chosenTraces.value = chosen;
}
