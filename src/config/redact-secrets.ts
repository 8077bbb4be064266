import { hideInText } from '../shared/secret-texts.ts';

/** What is printed in place of a secret. */
export const HIDDEN = '<redacted>';

/** A value without the secrets in it, such as a header that was set in place of a protocol. */
export function redactSecrets(value: string): string {
  return hideInText(value, HIDDEN);
}
