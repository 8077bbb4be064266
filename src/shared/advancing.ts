// An application may have replaced `indexOf`, `exec` or `test` by functions that always answer the same. A search
// that does not advance is over, or a loop over its results would never end.

/** The next match of a global expression in a text, further on than the last one. */
export function nextMatch(expression: RegExp, text: string): RegExpExecArray | undefined {
  const last = expression.lastIndex;
  const match = expression.exec(text);
  return match !== null && expression.lastIndex > last ? match : undefined;
}
