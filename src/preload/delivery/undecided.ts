import type { Undecided } from './handed-over.ts';

let current: Undecided | undefined;

/** Marks everything sent from this worker thread meanwhile: the main thread decides whether to export it. */
export function sendUndecided(undecided: Undecided | undefined, send: () => void): void {
  current = undecided;
  try {
    send();
  } finally {
    current = undefined;
  }
}

/** The facts for the request that is being sent. */
export function currentUndecided(): Undecided | undefined {
  return current;
}
