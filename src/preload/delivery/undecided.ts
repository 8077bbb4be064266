import type { Undecided } from './handed-over.ts';

let current: Undecided | undefined;

/** Says of what is sent from this worker thread meanwhile that the main thread decides whether it is exported. */
export function sendUndecided(undecided: Undecided | undefined, send: () => void): void {
  current = undecided;
  try {
    send();
  } finally {
    current = undefined;
  }
}

/** What is reported of what is sent now. */
export function currentUndecided(): Undecided | undefined {
  return current;
}
