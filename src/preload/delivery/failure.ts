/** Why a delivery failed, and whether the same request may succeed later. */
export interface Failure {
  /** One line, safe to print. */
  readonly reason: string;
  /** `never`: the collector refused it. `later`: there was no answer, or the answer asks for a retry. */
  readonly retry: 'never' | 'later';
  /** Milliseconds for which the collector wants no requests. */
  readonly pause?: number | undefined;
  /** The HTTP or gRPC status, if the collector answered. */
  readonly status?: number | undefined;
  /** Whether there was no answer in time. */
  readonly isSilence?: true;
}

/** The collector did not answer, or did not finish its answer. */
export const NO_ANSWER: Failure = { reason: 'no answer in time', retry: 'later', isSilence: true };

/** The remedy for a failure that names none. */
export const ASK_DOCTOR = 'otel-run doctor --probe tells more';

export const GRPC_RESOURCE_EXHAUSTED = 8;

/**
 * A server may also be exhausted by the rate of requests: then half a request is as unwelcome as a whole one.
 */
const TOO_LARGE =
  /larger than|too (?:large|big|long)|message (?:size|length)|size limit|exceed\w{0,5} (?:the )?max|max\w{0,5} (?:\w{1,20} )?size/i;

/** Bytes from which a request may be too large for a collector that only says that it is exhausted. */
const LARGE = 2 ** 20;

const HTTP_CONTENT_TOO_LARGE = 413;

/** Whether a request was refused for its size, so that a smaller one may be accepted. */
export function isTooLarge({ status, retry, reason }: Failure, bytes: number): boolean {
  if (status === HTTP_CONTENT_TOO_LARGE) return true;
  return (
    status === GRPC_RESOURCE_EXHAUSTED && (TOO_LARGE.test(reason) || (retry === 'never' && bytes > LARGE))
  );
}
