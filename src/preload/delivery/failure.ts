/** Why a delivery failed, and whether the same request may succeed later. */
export interface Failure {
  /** One line, safe to print. */
  readonly reason: string;
  /** `never`: the collector refused it. `later`: there was no answer, or one that asks for another try. */
  readonly retry: 'never' | 'later';
  /** Milliseconds that the collector asked to be left alone. */
  readonly pause?: number | undefined;
  /** Of HTTP or gRPC, where the collector answered. */
  readonly status?: number | undefined;
}

/** The collector was silent, or did not come to an end of its answer. */
export const NO_ANSWER: Failure = { reason: 'no answer in time', retry: 'later' };

export const GRPC_RESOURCE_EXHAUSTED = 8;

/** A server is exhausted by the rate of requests, too: then half of one is as unwelcome as the whole. */
const TOO_LARGE =
  /larger than|too (?:large|big|long)|message (?:size|length)|size limit|exceed\w{0,5} (?:the )?max|max\w{0,5} (?:\w{1,20} )?size/i;

/** Bytes of a request that may be too large for a collector that says no more than that it is exhausted. */
const LARGE = 2 ** 20;

const HTTP_CONTENT_TOO_LARGE = 413;

/** Whether a request was refused for its size, and a smaller one may be taken. */
export function isTooLarge({ status, retry, reason }: Failure, bytes: number): boolean {
  if (status === HTTP_CONTENT_TOO_LARGE) return true;
  return (
    status === GRPC_RESOURCE_EXHAUSTED && (TOO_LARGE.test(reason) || (retry === 'never' && bytes > LARGE))
  );
}
