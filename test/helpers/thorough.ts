/** Whether tests of processes take longer to try more: `OTEL_RUN_THOROUGH=1`, as `.ci/run` does once. */
export const isThorough = process.env.OTEL_RUN_THOROUGH === '1';
