/** A request to an absolute URL. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Milliseconds for the whole answer. */
  readonly timeout: number;
}

/** What came back: a status once the whole answer has arrived, or why none did. */
export type ReceivedAnswer =
  | { readonly status: number | null; readonly error?: undefined }
  | { readonly status: null; readonly error: Error & { readonly code?: string } };
