import { signal } from '@preact/signals';

/** Ids of the traces chosen for a smoke test. */
export const chosenTraces = signal<ReadonlySet<string>>(new Set());

/** Toggles the choice of a trace. */
export function toggleChosen(traceId: string): void {
  const chosen = new Set(chosenTraces.value);
  if (!chosen.delete(traceId)) chosen.add(traceId);
  chosenTraces.value = chosen;
}
