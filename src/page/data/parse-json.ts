/**
 * Characters that act instead of being visible: controls that JSON does not escape,
 * and changes of the writing direction.
 */
const OBEYED = /[\u0080-\u009F\u2028\u2029\p{Bidi_Control}]/gu;

/** Parses JSON that may contain anything from applications. */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(OBEYED, '\uFFFD'));
}
