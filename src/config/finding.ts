/** How bad a finding is: an error refuses a run, a warning is one line at start, an info is doctor's alone. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * Something worth telling the user about their configuration, as data. The words live in `messages.ts`.
 *
 * `subject` is the variable, option or file that it is about; `data` holds what the words need and never a
 * secret's value.
 */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly subject: string;
  readonly data: Readonly<Record<string, string | number | readonly string[]>>;
}

/** Every code a finding can have; `messages.ts` owns severity and words of each. */
export type FindingCode = string;
