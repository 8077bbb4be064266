/** What a reader would obey instead of seeing: controls that JSON leaves as they are, and turns of direction. */
const OBEYED = /[\u0080-\u009F\u2028\u2029\p{Bidi_Control}]/gu;

/** Reads JSON in which applications may have put anything. */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(OBEYED, '\uFFFD'));
}
