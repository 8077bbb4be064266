import { type BundledInstrumentation, instrumentations } from 'virtual:instrumentations';
import { LIBRARY_INSTRUMENTATIONS } from './libraries.ts';
import { READY_MADE_WORK } from './ready-made-units.ts';

/** Everything that `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and its counterpart may name, except frameworks. */
export const ALL_INSTRUMENTATIONS: readonly BundledInstrumentation[] = [
  ...instrumentations,
  ...READY_MADE_WORK,
  ...LIBRARY_INSTRUMENTATIONS,
];
