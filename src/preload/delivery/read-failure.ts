import { type Failure, GRPC_RESOURCE_EXHAUSTED } from './failure.ts';
import { oneLine } from './one-line.ts';
import { bytesOf, numberField, readFields } from './protobuf-fields.ts';
import { boundPause } from './retry-after.ts';

/** Node.js error codes of connections that may work at the next try. */
const NETWORK_ERRORS = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Status codes that OTLP/gRPC calls retryable (OTLP specification, "Failures"): cancelled, deadline exceeded… */
const RETRYABLE_STATUSES = new Set([1, 4, 10, 11, 14, 15]);

/** The field of a gRPC status that holds its details, including google.rpc.RetryInfo. */
const GRPC_DETAILS = 'grpc-status-details-bin';

/** gRPC statuses end here, HTTP statuses begin at 100. */
const LAST_GRPC_STATUS = 16;

/** Reads an error of a connection or of gRPC. */
export function readFailure(error: unknown): Failure {
  const { code, message, name } = toParts(error);
  const prefix = code === undefined || message.includes(String(code)) ? '' : String(code);
  const reason = oneLine(`${prefix} ${message}`) || name;
  if (typeof code === 'number' && code <= LAST_GRPC_STATUS) return readGrpcFailure(code, reason, error);
  return { reason, retry: typeof code === 'string' && NETWORK_ERRORS.has(code) ? 'later' : 'never' };
}

/** A retry makes sense for an exhausted collector only if it says when. */
function readGrpcFailure(status: number, reason: string, error: unknown): Failure {
  const details = readDetails(error);
  const again =
    RETRYABLE_STATUSES.has(status) || (status === GRPC_RESOURCE_EXHAUSTED && details !== undefined);
  return { reason, retry: again ? 'later' : 'never', pause: again ? details?.pause : undefined, status };
}

/** Undefined if the answer has no google.rpc.RetryInfo. */
function readDetails(error: unknown): { pause: number | undefined } | undefined {
  const { metadata } = error as { metadata?: { get(key: string): unknown[] } };
  const [status] = metadata?.get(GRPC_DETAILS) ?? [];
  if (!(status instanceof Uint8Array)) return undefined;
  const retryInfo = bytesOf(readFields(status), 3)
    .map(readFields)
    .find(any => new TextDecoder().decode(bytesOf(any, 1).at(-1)).endsWith('/google.rpc.RetryInfo'));
  if (!retryInfo) return undefined;
  const delay = readFields(bytesOf(readFields(bytesOf(retryInfo, 2).at(-1) ?? EMPTY), 1).at(-1) ?? EMPTY);
  return { pause: boundPause(numberField(delay, 1) * 1000 + numberField(delay, 2) / 1e6) };
}

const EMPTY = new Uint8Array();

function toParts(error: unknown): { code?: unknown; message: string; name: string } {
  if (!(error instanceof Error)) return { message: String(error ?? ''), name: 'the export failed' };
  const { code } = error as { code?: unknown };
  return { code, message: error.message, name: error.name };
}
