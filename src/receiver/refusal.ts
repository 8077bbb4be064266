import { errorMessage } from '../shared/error-message.ts';
/** Why a request was not taken; each transport maps it to its own status code. */
export type RefusalKind =
  | 'malformed'
  | 'too-large'
  | 'unknown-path'
  | 'wrong-method'
  | 'unsupported-media-type'
  | 'unsupported-encoding';

/** A request that the receiver does not take. The message is sent to the client, so it names no internals. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** The refusal that an error amounts to: what was thrown on the way from bytes to telemetry is bad input. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal('malformed', errorMessage(error));
}
