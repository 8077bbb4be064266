/** A function of a text that computes each answer once, for so many texts; for any further text, each time anew. */
export function remembered<Answer>(
  compute: (text: string) => Answer,
  most: number,
): (text: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return text => {
    const known = answers.get(text);
    if (known) return known.answer;
    const answer = compute(text);
    if (answers.size < most) answers.set(text, { answer });
    return answer;
  };
}
