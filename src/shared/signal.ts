/** The three signals of OpenTelemetry, in the order in which they are shown. */
export const SIGNALS = ['traces', 'logs', 'metrics'] as const;

/** A telemetry signal of OpenTelemetry. */
export type Signal = (typeof SIGNALS)[number];
