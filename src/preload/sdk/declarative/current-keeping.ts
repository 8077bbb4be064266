import type { Keeping } from '../keeping.ts';

let current: Keeping | undefined;

/** Sets what runs before the processors of a configuration file while `build` builds them. */
export function withKeeping<Result>(keeping: Keeping, build: () => Result): Result {
  current = keeping;
  try {
    return build();
  } finally {
    current = undefined;
  }
}

/** Undefined outside `withKeeping`. */
export function currentKeeping(): Keeping | undefined {
  return current;
}
