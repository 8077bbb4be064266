import { deliverInProcess } from './in-process.ts';
import type { EncodedRequest, ExportResult, ToThread } from './thread-messages.ts';

/** When requests leave from a thread: always, only at an exit, or never. */
export type UseOfThread = 'always' | 'at exit' | 'never';

/**
 * Exports requests from this thread while the process runs. The start of a thread takes nearly half of what otel-run adds
 * to the cold start of a function on AWS Lambda, which waits for its delivery anyway. Only an exit needs a thread.
 */
export class FromHere {
  readonly #open = new Map<number, EncodedRequest>();
  readonly #post: (message: ToThread) => void;

  /** @param longestHold milliseconds that a request may keep the process alive */
  constructor(onResult: (result: ExportResult) => void, longestHold: number) {
    this.#post = deliverInProcess(result => {
      this.#open.delete(result.id);
      onResult(result);
    }, longestHold);
  }

  send(request: EncodedRequest): void {
    this.#open.set(request.id, request);
    this.#post({ type: 'send', request });
  }

  /** The requests without a result, for a thread to send them again. */
  leave(): readonly EncodedRequest[] {
    const open = [...this.#open.values()];
    this.#open.clear();
    return open;
  }
}
