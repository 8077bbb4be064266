/** A line of a stack trace. */
export interface StackLine {
  readonly text: string;
  /**
   * `place`: a frame of the application; `library`: a frame of a package or
   * of Node.js; `words`: anything else.
   */
  readonly kind: 'place' | 'library' | 'words';
}

const LIBRARY = /node_modules|[\\/]dist[\\/]preload[\\/]|\(node:|\bat node:|<anonymous>|\bnative\b/;

/** Splits a stack trace, and separates the application's frames from those of libraries. */
export function parseStack(stack: string): StackLine[] {
  return stack.split('\n').map(text => {
    if (!/^\s+at /.test(text)) return { text, kind: 'words' };
    return { text, kind: LIBRARY.test(text) ? 'library' : 'place' };
  });
}
