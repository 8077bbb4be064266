/** Whether tests of processes take longer to try more: `OTEL_RUN_THOROUGH=1 npm test`, as `.ci/run` does. */
export const isThorough = process.env.OTEL_RUN_THOROUGH === '1';
