/** The three signals of OpenTelemetry, in order of display. */
export const SIGNALS = ['traces', 'logs', 'metrics'] as const;

/** A telemetry signal of OpenTelemetry. */
export type Signal = (typeof SIGNALS)[number];
