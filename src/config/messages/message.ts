/** How bad a finding is: an error refuses a run, a warning is one line at start, an info is doctor's alone. */
export type FindingSeverity = 'error' | 'warning' | 'info';

/** What the words of a finding need to know. Never a secret's value. */
export type FindingData = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * The severity and the words of one finding code. `message`: which setting, what was seen, what happens if nothing
 * is done. `fix`: what to do, with a line to copy where there is one.
 */
export interface Message {
  readonly severity: FindingSeverity;
  readonly message: (subject: string, data: FindingData) => string;
  readonly fix: (subject: string, data: FindingData) => string;
}

/** Names as a person lists them: `a`, `a and b`, `a, b and c`; with `or` in place of `and` where that is meant. */
export function listed(names: FindingData[string] | undefined, word: 'and' | 'or' = 'and'): string {
  const all = Array.isArray(names) ? names : [String(names)];
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1)}`;
}
