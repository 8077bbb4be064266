/** Memoizes the answers for the first `most` different strings, and computes all others each time. */
export function memoize<Answer>(compute: (text: string) => Answer, most: number): (text: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return text => {
    const known = answers.get(text);
    if (known) return known.answer;
    const answer = compute(text);
    if (answers.size < most) answers.set(text, { answer });
    return answer;
  };
}
