/**
 * Internal: the address of the receiver of `otel-run view`. Every process below it sends only there,
 * regardless of its environment, env files and configuration files.
 */
export const VIEW_VARIABLE = 'OTEL_RUN_VIEW';
