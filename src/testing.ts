// Door: what a test suite imports as `otel-run/testing`.
export { type Receiver, type ReceiverOptions, startReceiver } from './receiver/receiver.ts';
export { type TelemetryLinesOptions, telemetryLines } from './report/telemetry-lines.ts';
