/**
 * The next match of a global expression in a text, further on than the last one.
 *
 * @returns undefined if there is none, or if it is not further on: an application may have replaced `exec` by a function
 *   that always answers the same, and a loop over matches would never end
 */
export function nextMatch(expression: RegExp, text: string): RegExpExecArray | undefined {
  const last = expression.lastIndex;
  const match = expression.exec(text);
  return match !== null && expression.lastIndex > last ? match : undefined;
}
