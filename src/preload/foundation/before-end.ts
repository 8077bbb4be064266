/**
 * What acts before the thread ends, in whatever way, and delivers its telemetry for the last time. Each removes itself
 * when it acts.
 */
export const beforeEnd = new Set<() => void>();
