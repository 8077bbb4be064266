/** Why a delivery failed, and whether the same request may succeed later. */
export interface Failure {
  /** One line, safe to print. */
  readonly reason: string;
  /**
   * `never`: the collector said no. `soon`: there was no answer, or one that asks for another try. `later`: it asked
   * to be left alone for a while.
   */
  readonly retry: 'never' | 'soon' | 'later';
}

/** What Node.js calls a connection that may work at the next try. */
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

/** Status codes that OTLP/gRPC calls retryable (OTLP specification, "Failures"). */
const RETRYABLE_STATUSES = new Map([
  [1, 'CANCELLED'],
  [4, 'DEADLINE_EXCEEDED'],
  [10, 'ABORTED'],
  [11, 'OUT_OF_RANGE'],
  [14, 'UNAVAILABLE'],
  [15, 'DATA_LOSS'],
]);

const GRPC_RESOURCE_EXHAUSTED = 8;

/** gRPC statuses end here, HTTP statuses begin at 100. */
const LAST_GRPC_STATUS = 16;

/** What the SDK's HTTP exporter says, without a status, after its last 429, 502, 503 or 504. */
const ASKED_TO_WAIT = 'Export failed with retryable status';

/** What it says when no answer came in time. */
const NO_ANSWER = 'Request timed out';

const LONGEST_REASON = 200;

/** Reads the error that an exporter of the SDK gave up with. */
export function readFailure(error: unknown): Failure {
  const { code, message, name } = toParts(error);
  const status = code === undefined || message.includes(String(code)) ? '' : String(code);
  return { reason: oneLine(`${status} ${message}`) || name, retry: readRetry(error) };
}

function readRetry(error: unknown): Failure['retry'] {
  const { code, message } = toParts(error);
  if (typeof code === 'string') return NETWORK_ERRORS.has(code) ? 'soon' : 'never';
  if (typeof code === 'number' && code <= LAST_GRPC_STATUS) return readGrpcRetry(code, error);
  if (message === ASKED_TO_WAIT) return 'later';
  return message === NO_ANSWER ? 'soon' : 'never';
}

/** An exhausted collector wants another try only where it says when. */
function readGrpcRetry(code: number, error: unknown): Failure['retry'] {
  if (RETRYABLE_STATUSES.has(code)) return 'soon';
  if (code !== GRPC_RESOURCE_EXHAUSTED) return 'never';
  const { metadata } = error as { metadata?: { get(key: string): unknown[] } };
  return metadata && metadata.get('grpc-status-details-bin').length > 0 ? 'later' : 'never';
}

function toParts(error: unknown): { code?: unknown; message: string; name: string } {
  if (!(error instanceof Error)) return { message: String(error ?? ''), name: 'the export failed' };
  const { code } = error as { code?: unknown };
  return { code, message: error.message, name: error.name };
}

function oneLine(text: string): string {
  const printable = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return printable.length > LONGEST_REASON ? `${printable.slice(0, LONGEST_REASON)}…` : printable;
}
