/**
 * Internal: the address of the receiver of `otel-run view`. Every process below it sends there, and nowhere else,
 * whatever its environment, env files and configuration files say.
 */
export const VIEW_VARIABLE = 'OTEL_RUN_VIEW';
