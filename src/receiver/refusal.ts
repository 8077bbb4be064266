import { errorMessage } from '../shared/error-message.ts';

/** Why a request was refused. Each transport maps it to its own status code. */
export type RefusalKind =
  | 'malformed'
  | 'too-large'
  | 'unknown-path'
  | 'wrong-method'
  | 'unsupported-media-type'
  | 'unsupported-encoding';

/** A request that the receiver refuses. The message is sent to the client, so it names no internals. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** Converts an error to a refusal: any error between bytes and telemetry means bad input. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal('malformed', errorMessage(error));
}
