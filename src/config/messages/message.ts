/** An error stops a run, a warning prints one line at start, only doctor shows an info. */
export type FindingSeverity = 'error' | 'warning' | 'info';

/** The data that a finding's words need. Never the value of a secret. */
export type FindingData = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * The severity and the words of one finding code. `message`: which setting, what was seen, what happens if
 * nothing is done. `fix`: what to do, with a line to copy where possible.
 */
export interface Message {
  readonly severity: FindingSeverity;
  readonly message: (subject: string, data: FindingData) => string;
  readonly fix: (subject: string, data: FindingData) => string;
}

/** Names as a person lists them: `a`, `a and b`, `a, b and c`; `word` replaces `and`. */
export function listed(names: FindingData[string] | undefined, word: 'and' | 'or' = 'and'): string {
  const all = Array.isArray(names) ? names : [String(names)];
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1)}`;
}
