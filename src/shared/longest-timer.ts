/** Milliseconds. Node.js fires a timer that is set for longer immediately, and warns. */
export const LONGEST_TIMER = 2 ** 31 - 1;
