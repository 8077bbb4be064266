/** A line of a stack trace as V8 writes it. */
const FRAME = /\n[ \t]+at .+/;

const HEADING = /^(?:Uncaught )?([\w$.]+)(?: \[[^\]]*\])?: ?([\s\S]*)$/;

/** Whether a string is the stack of an error, as `error.stack` has it. */
export function isStack(value: unknown): value is string {
  return typeof value === 'string' && FRAME.test(value);
}

/** What the stack of an error says of it: its class, where it names one, and its message. */
export function readStack(stack: string): { readonly type?: string; readonly message?: string } {
  const heading = stack.slice(0, FRAME.exec(stack)?.index);
  const [, type, message] = HEADING.exec(heading) ?? [];
  return type === undefined ? {} : { type, message: message ?? '' };
}
