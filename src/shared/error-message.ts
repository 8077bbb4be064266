import { isError } from './is-error.ts';

/** The message of an error, or the string form of anything else that was thrown. Never throws. */
export function errorMessage(thrown: unknown): string {
  try {
    return String(isError(thrown) ? thrown.message : thrown);
  } catch {
    return 'a value without a string form was thrown';
  }
}
