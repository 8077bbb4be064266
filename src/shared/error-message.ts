import { isError } from './is-error.ts';

/** What something thrown says: an error's message, the text of anything else. Never throws. */
export function errorMessage(thrown: unknown): string {
  try {
    return String(isError(thrown) ? thrown.message : thrown);
  } catch {
    return 'something was thrown that has no text';
  }
}
