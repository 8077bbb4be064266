import { type BundledInstrumentation, instrumentations } from 'virtual:instrumentations';
import { ROUTED_FRAMEWORKS } from './framework-policy.ts';
import { LIBRARY_INSTRUMENTATIONS } from './libraries.ts';
import { READY_MADE_WORK } from './ready-made-units.ts';

/** Everything that doctor shows. `switchNames` adds what has a name to switch it off, and no row in doctor. */
export const ALL_INSTRUMENTATIONS: readonly BundledInstrumentation[] = [
  ...instrumentations,
  ...ROUTED_FRAMEWORKS,
  ...READY_MADE_WORK,
  ...LIBRARY_INSTRUMENTATIONS,
];
