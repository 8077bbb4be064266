/** A line of a stack trace as V8 writes it. */
const FRAME = /\n[ \t]+at .+/;

const HEADING = /^(?:Uncaught )?([\w$.]+)(?: \[[^\]]*\])?: ?([\s\S]*)$/;

/** Whether a string is the stack of an error, in the form of `error.stack`. */
export function isStack(value: unknown): value is string {
  return typeof value === 'string' && FRAME.test(value);
}

/** Reads the message of an error, and its class if there is one, from its stack. */
export function readStack(stack: string): { readonly type?: string; readonly message?: string } {
  const heading = stack.slice(0, FRAME.exec(stack)?.index);
  const [, type, message] = HEADING.exec(heading) ?? [];
  return type === undefined ? {} : { type, message: message ?? '' };
}
