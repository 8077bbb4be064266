import { keepsContents } from '../shared/content-names.ts';
import { isError } from '../shared/is-error.ts';
import { hideMessage, withoutQuoted } from '../shared/quoted-texts.ts';

/** Properties of such an error that say what happened, without the prompt or the answer. */
const SHOWN: readonly string[] = [
  ...['name', 'code', 'type', 'reason', 'status', 'statusCode', 'statusText', 'errorCode'],
  ...['url', 'headers', 'responseHeaders', 'requestID', 'request_id', 'workspaceID', 'isRetryable'],
  ...['finishReason', 'usage', 'modelId', 'modelType', 'provider', 'toolName', 'toolCallId'],
];

/** Properties with further errors, which are shown if they are errors. */
const ERRORS: readonly string[] = ['cause', 'errors', 'lastError'];

/** Properties of the AI SDK's errors with the answer that could not be used. Messages quote it. */
const ANSWERS: readonly string[] = ['text', 'value'];

const withheld = new WeakSet<object>();

/**
 * Keeps the prompt and the answer, which an error of a request to a model has in its properties or quotes in
 * its message, out of log records.
 *
 * @param asked the entire prompt
 */
export function withholdContents(error: unknown, asked: unknown): void {
  if (keepsContents()) return;
  const errors = errorsWithin(error);
  const contents = [asked, ...errors.flatMap(one => ANSWERS.map(name => ownValue(one, name)))];
  // The innermost first: others quote its message.
  for (const one of errors.toReversed()) {
    withheld.add(one);
    const { message } = one;
    if (typeof message !== 'string') continue;
    // A parser quotes a part of its text.
    if (one instanceof SyntaxError) hideMessage(message);
    else withoutQuoted(message, contents);
  }
}

/** Whether a record may show a property of an error. */
export function isShownOf(error: object, name: string, value: unknown): boolean {
  if (!withheld.has(error) || SHOWN.includes(name)) return true;
  return ERRORS.includes(name) && (isError(value) || (Array.isArray(value) && value.every(isError)));
}

const MOST_ERRORS = 50;

function errorsWithin(error: unknown, found: Error[] = []): readonly Error[] {
  if (!isError(error) || found.includes(error) || found.length >= MOST_ERRORS) return found;
  found.push(error);
  for (const name of ERRORS) {
    const value = ownValue(error, name);
    for (const one of Array.isArray(value) ? value : [value]) errorsWithin(one, found);
  }
  return found;
}

/** No getter is called. */
function ownValue(error: Error, name: string): unknown {
  return Object.getOwnPropertyDescriptor(error, name)?.value;
}
